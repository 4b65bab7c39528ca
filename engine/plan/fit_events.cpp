#include "plan/fit_events.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::plan {
namespace {

constexpr double kBesideCut = 0.15;  // seconds: a peak this near is the cut's own

double clean(float value) {
    return std::isfinite(value) ? std::clamp(static_cast<double>(value), 0.0, 1.0) : 0.0;
}

}  // namespace

Time end_of_video(const footage::ClipMap& video) {
    return video.shots.empty() ? video.media.duration : video.shots.back().range.end;
}

VideoEvents events_of(const footage::ClipMap& video) {
    VideoEvents events;
    events.seconds = end_of_video(video).seconds();
    if (video.media.video && video.media.video->rate.valid())
        events.half_frame = std::min(0.025, 0.5 / video.media.video->rate.value());
    for (std::size_t i = 1; i < video.shots.size(); ++i)
        events.cuts.push_back(
            {video.shots[i].range.begin.seconds(), 0.5 + 0.5 * clean(video.shots[i].cut_score)});
    for (const footage::VisualBeat& beat : video.visual_beats) {
        const double at = beat.at.seconds();
        const bool own = std::ranges::none_of(
            events.cuts, [&](const VideoEvent& cut) { return std::abs(cut.at - at) < kBesideCut; });
        if (own && at > 0 && at < events.seconds) events.peaks.push_back({at, clean(beat.strength)});
    }
    return events;
}

}  // namespace beatsync::plan
