#include "render/timeline.h"

#include <algorithm>
#include <cassert>

namespace beatsync::render {
namespace {

using draft::Segment;
using draft::Track;
using draft::TrackKind;

/// Segments are gapless from frame 0: the one that ends first after `frame`.
const Segment* segment_at(const Track& track, std::int64_t frame) {
    const auto ends_after = [](std::int64_t f, const Segment& s) { return f < s.frames.end; };
    const auto it = std::upper_bound(track.segments.begin(), track.segments.end(), frame, ends_after);
    return it == track.segments.end() ? nullptr : &*it;
}

}  // namespace

Timeline::Timeline(const draft::Draft& draft) : fps_(draft.canvas.fps), length_(draft.length_frames()) {
    for (auto track = draft.tracks.rbegin(); track != draft.tracks.rend(); ++track)
        if (track->kind == TrackKind::video) front_to_back_.push_back(&*track);
}

Shot Timeline::at(std::int64_t frame) const {
    assert(frame >= 0 && frame < length_);
    for (const Track* track : front_to_back_) {
        const Segment* s = segment_at(*track, frame);
        if (s == nullptr || s->source.empty()) continue;
        const std::int64_t index = frame - s->frames.begin;
        const std::int64_t last = std::max<std::int64_t>(1, s->frames.length() - 1);
        return {s, fps_.time_of(frame) - fps_.time_of(s->frames.begin),
                static_cast<double>(index) / static_cast<double>(last)};
    }
    return {};
}

Time SourceClock::first_instant(Time in, Time period) {
    constexpr std::int64_t kRoundingUs = 1000;
    return in + Time{period.us > 0 ? std::min(kRoundingUs, period.us / 4) : kRoundingUs};
}

SourceClock::SourceClock(Time in, Time frame_at, Time period) : first_(first_instant(in, period)) {
    if (period.us <= 0) return;
    std::int64_t phase = (first_ - frame_at).us % period.us;
    if (phase < 0) phase += period.us;
    first_ = first_ - Time{phase} + Time{period.us / 4};
}

}  // namespace beatsync::render
