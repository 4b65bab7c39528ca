#include "render/cuts.h"

#include <algorithm>
#include <cstdlib>

namespace beatsync::render {
namespace {

bool goes_on(const draft::Segment& before, const draft::Segment& after, Rate fps) {
    if (before.source != after.source || before.framing != after.framing) return false;
    if (!before.retime.empty() || !after.retime.empty() || before.still != after.still) return false;
    const Time length = fps.time_of(after.frames.begin) - fps.time_of(before.frames.begin);
    constexpr std::int64_t kRoundingUs = 1000;
    return after.still || after.source.empty() || std::abs((before.in + length - after.in).us) <= kRoundingUs;
}

}  // namespace

std::vector<std::int64_t> cuts_of(const draft::Draft& draft) {
    std::vector<std::int64_t> cuts;
    for (const draft::Track& track : draft.tracks) {
        if (track.kind != draft::TrackKind::video) continue;
        const draft::Segment* before = nullptr;
        for (const draft::Segment& s : track.segments) {
            const bool fades = s.transition.kind == draft::TransitionKind::fade && s.transition.frames > 0;
            if (before != nullptr && !fades && !goes_on(*before, s, draft.canvas.fps))
                cuts.push_back(s.frames.begin);
            before = &s;
        }
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    return cuts;
}

}  // namespace beatsync::render
