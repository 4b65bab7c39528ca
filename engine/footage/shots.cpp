#include <algorithm>
#include <cassert>
#include <cstddef>

#include "footage/clip_summary.h"

namespace beatsync::footage {
namespace {

constexpr Time kMomentLength = Time::from_ms(250);

struct Mean {
    double motion = 0;
    double sharpness = 0;
    double exposure = 0;
};

Mean mean_of(std::span<const FrameMeasures> frames) {
    assert(!frames.empty());
    Mean mean;
    for (const FrameMeasures& f : frames) {
        mean.motion += f.motion;
        mean.sharpness += f.sharpness;
        mean.exposure += f.exposure;
    }
    const auto count = static_cast<double>(frames.size());
    return {mean.motion / count, mean.sharpness / count, mean.exposure / count};
}

Shot make_shot(std::span<const FrameMeasures> frames, std::int64_t first, std::int64_t past, Time end) {
    const auto begin = static_cast<std::size_t>(first);
    const Mean mean = mean_of(frames.subspan(begin, static_cast<std::size_t>(past - first)));
    Shot shot;
    shot.range = {frames[begin].at, end};
    shot.first_frame = first;
    shot.end_frame = past;
    shot.motion = static_cast<float>(mean.motion);
    shot.sharpness = static_cast<float>(mean.sharpness);
    shot.exposure = static_cast<float>(mean.exposure);
    return shot;
}

bool shows_nothing(std::span<const FrameMeasures> frames) {
    return std::all_of(frames.begin(), frames.end(),
                       [](const FrameMeasures& frame) { return frame.black || frame.blank; });
}

/// Whether there is a picture on both sides.
bool parts_two_shots(std::span<const FrameMeasures> frames, const GradualTransition& transition) {
    const auto before = static_cast<std::size_t>(transition.before) + 1;
    const auto after = static_cast<std::size_t>(transition.after);
    return !shows_nothing(frames.first(before)) && !shows_nothing(frames.subspan(after));
}

}  // namespace

std::vector<Cut> find_boundaries(std::span<const FrameMeasures> frames, std::span<const Cut> cuts,
                                 std::span<const GradualTransition> transitions) {
    std::vector<Cut> boundaries;
    for (const Cut& cut : cuts) {
        const bool within = std::any_of(
            transitions.begin(), transitions.end(),
            [&](const GradualTransition& t) { return t.before < cut.frame && cut.frame <= t.after; });
        if (!within) boundaries.push_back(cut);
    }
    for (const GradualTransition& transition : transitions)
        if (parts_two_shots(frames, transition)) boundaries.push_back({transition.middle, transition.score});
    std::sort(boundaries.begin(), boundaries.end(),
              [](const Cut& a, const Cut& b) { return a.frame < b.frame; });
    return boundaries;
}

std::vector<Transition> make_transitions(std::span<const FrameMeasures> frames,
                                         std::span<const GradualTransition> transitions) {
    std::vector<Transition> made;
    for (const GradualTransition& t : transitions) {
        const std::int64_t first = std::min(t.before + 1, t.after - 1);
        made.push_back(
            {{frames[static_cast<std::size_t>(first)].at, frames[static_cast<std::size_t>(t.after)].at},
             first,
             t.after,
             t.kind,
             t.score});
    }
    return made;
}

std::vector<Shot> make_shots(std::span<const FrameMeasures> frames, std::span<const Cut> boundaries,
                             Time end) {
    if (frames.empty()) return {};
    const auto count = static_cast<std::int64_t>(frames.size());
    std::vector<Shot> shots;
    for (std::size_t i = 0; i <= boundaries.size(); ++i) {
        const std::int64_t first = i == 0 ? 0 : boundaries[i - 1].frame;
        const std::int64_t past = i == boundaries.size() ? count : boundaries[i].frame;
        const Time shot_end = past == count ? end : frames[static_cast<std::size_t>(past)].at;
        shots.push_back(make_shot(frames, first, past, shot_end));
        shots.back().cut_score = i == 0 ? 1.0F : boundaries[i - 1].score;
    }
    shots.front().range.begin = Time{};
    return shots;
}

std::vector<Moment> make_moments(std::span<const FrameMeasures> frames, Time end) {
    if (frames.empty()) return {};
    std::vector<Moment> moments;
    std::size_t next = 0;
    for (Time at{}; at < end || moments.empty(); at += kMomentLength) {
        const std::size_t begin = next;
        while (next < frames.size() && frames[next].at < at + kMomentLength)
            ++next;
        const bool none_begins = next == begin;
        const std::size_t first = none_begins && begin > 0 ? begin - 1 : begin;
        const Mean mean = mean_of(frames.subspan(first, std::max<std::size_t>(1, next - first)));
        moments.push_back({at, none_begins ? 0.0F : static_cast<float>(mean.motion),
                           static_cast<float>(mean.sharpness), static_cast<float>(mean.exposure)});
    }
    return moments;
}

}  // namespace beatsync::footage
