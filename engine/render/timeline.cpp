#include "render/timeline.h"

#include <algorithm>
#include <cassert>

#include "draft/effects.h"
#include "render/blend.h"

namespace beatsync::render {
namespace {

using draft::Segment;
using draft::Track;
using draft::TrackKind;
using draft::TransitionKind;

bool is_shown(const Segment* s) {
    return s != nullptr && !s->source.empty();
}

/// The transition that a frame lies in.
struct Window {
    const Segment* before = nullptr;  ///< null: nothing
    const Segment* after = nullptr;   ///< null: no transition here
    std::int64_t index = 0;           ///< 0 on the window's first frame
};

std::int64_t index_in_window(const Segment& after, std::int64_t frame) {
    return frame - (after.frames.begin - after.transition.frames / 2);
}

/// Of `s`, which the frame belongs to, or of the next one, which begins early.
Window window_at(const Track& track, const Segment& s, std::int64_t frame) {
    const Segment* first = track.segments.data();
    const Segment* last = first + track.segments.size() - 1;
    if (const std::int64_t i = index_in_window(s, frame); i < s.transition.frames)
        return {&s == first ? nullptr : &s - 1, &s, i};
    if (&s == last) return {};
    const Segment& next = *(&s + 1);
    if (const std::int64_t i = index_in_window(next, frame); i >= 0 && next.transition.frames > 0)
        return {&s, &next, i};
    return {};
}

double fade_mix(const Window& w) {
    return static_cast<double>(w.index + 1) / static_cast<double>(w.after->transition.frames + 1);
}

double dip_level(const Window& w) {
    const std::int64_t frames = w.after->transition.frames;
    const std::int64_t early = frames / 2;
    if (w.index <= early) return static_cast<double>(w.index + 1) / static_cast<double>(early + 1);
    return 1 - static_cast<double>(w.index - early) / static_cast<double>(frames - early);
}

}  // namespace

Timeline::Timeline(const draft::Draft& draft) : fps_(draft.canvas.fps), length_(draft.length_frames()) {
    for (auto track = draft.tracks.rbegin(); track != draft.tracks.rend(); ++track)
        if (track->kind == TrackKind::video) front_to_back_.push_back(&*track);
}

Shot Timeline::shot_of(const Segment& s, std::int64_t frame) const {
    const std::int64_t index = frame - s.frames.begin;
    const std::int64_t last = std::max<std::int64_t>(1, s.frames.length() - 1);
    Shot shot;
    shot.segment = &s;
    shot.elapsed = fps_.time_of(frame) - fps_.time_of(s.frames.begin);
    shot.progress = static_cast<double>(index) / static_cast<double>(last);
    shot.offset = draft::retimed(s, shot.elapsed);
    shot.punch = 1 + draft::accent_level(s, draft::AccentKind::punch, index);
    return shot;
}

Shot Timeline::behind(std::size_t n, std::int64_t frame) const {
    assert(frame >= 0 && frame < length_);
    for (; n < front_to_back_.size(); ++n) {
        const Segment* s = draft::segment_at(front_to_back_[n]->segments, frame);
        if (is_shown(s)) return shot_of(*s, frame);
    }
    return {};
}

Scene Timeline::scene(std::int64_t frame) const {
    Scene scene;
    for (std::size_t n = 0; n < front_to_back_.size(); ++n) {
        const Segment* s = draft::segment_at(front_to_back_[n]->segments, frame);
        if (s == nullptr) continue;
        const Window window = window_at(*front_to_back_[n], *s, frame);
        const bool changes = is_shown(window.before) || is_shown(window.after);
        if (!is_shown(s) && !changes) continue;
        scene.flash = draft::accent_level(*s, draft::AccentKind::flash, frame - s->frames.begin);
        scene.shot = is_shown(s) ? shot_of(*s, frame) : behind(n + 1, frame);
        if (!changes) return scene;
        switch (window.after->transition.kind) {
            case TransitionKind::cut:
                break;
            case TransitionKind::fade:
                scene.shot = is_shown(window.before) ? shot_of(*window.before, frame) : behind(n + 1, frame);
                scene.incoming =
                    is_shown(window.after) ? shot_of(*window.after, frame) : behind(n + 1, frame);
                scene.mix = fade_mix(window);
                break;
            case TransitionKind::dip_black:
                scene.black = dip_level(window);
                break;
            case TransitionKind::dip_white:
                scene.white = dip_level(window);
                break;
        }
        return scene;
    }
    return scene;
}

SourceClock::Between SourceClock::between(Time elapsed, Rate rate) const {
    std::int64_t index = rate.index_at(elapsed);
    const Time begin = rate.time_of(index);
    const Time length = rate.time_of(index + 1) - begin;
    std::int64_t weight = mul_div((elapsed - begin).us, kWhole, length.us);
    if (weight == kWhole) {
        ++index;
        weight = 0;
    }
    return {at(rate.time_of(index)), at(rate.time_of(index + 1)), static_cast<int>(weight)};
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
