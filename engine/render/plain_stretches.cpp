#include "render/plain_stretches.h"

#include <algorithm>

#include "render/timeline.h"

namespace beatsync::render {
namespace {

bool shows_all_of(const draft::Framing& framing) {
    return framing.from == draft::View{} && framing.to == draft::View{};
}

bool is_plain(const Scene& scene) {
    const draft::Segment* s = scene.shot.segment;
    if (s == nullptr || s->still || !s->retime.empty() || !shows_all_of(s->framing)) return false;
    return scene.incoming.segment == nullptr && scene.mix <= 0 && scene.flash <= 0 && scene.black <= 0 &&
           scene.white <= 0 && scene.shot.punch <= 1;
}

bool has_title(const draft::Draft& draft, std::int64_t frame) {
    return std::any_of(draft.tracks.begin(), draft.tracks.end(), [&](const draft::Track& track) {
        if (track.kind != draft::TrackKind::text) return false;
        const draft::Segment* s = draft::segment_at(track.segments, frame);
        return s != nullptr && !s->text.empty();
    });
}

}  // namespace

std::vector<PlainStretch> plain_stretches(const draft::Draft& draft, std::int64_t shortest) {
    const Timeline timeline(draft);
    std::vector<PlainStretch> stretches;
    PlainStretch now;
    const auto end_at = [&](std::int64_t frame) {
        now.frames.end = frame;
        if (now.segment != nullptr && now.frames.length() >= shortest) stretches.push_back(now);
        now = {nullptr, {frame, frame}};
    };
    for (std::int64_t f = 0; f < timeline.length(); ++f) {
        const Scene scene = timeline.scene(f);
        const draft::Segment* s = is_plain(scene) && !has_title(draft, f) ? scene.shot.segment : nullptr;
        if (s == now.segment) continue;
        end_at(f);
        now.segment = s;
    }
    end_at(timeline.length());
    return stretches;
}

}  // namespace beatsync::render
