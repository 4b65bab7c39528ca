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

}  // namespace

std::vector<Shot> make_shots(std::span<const FrameMeasures> frames, std::span<const Cut> cuts, Time end) {
    if (frames.empty()) return {};
    const auto count = static_cast<std::int64_t>(frames.size());
    std::vector<Shot> shots;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::int64_t first = i == 0 ? 0 : cuts[i - 1].frame;
        const std::int64_t past = i == cuts.size() ? count : cuts[i].frame;
        const Time shot_end = past == count ? end : frames[static_cast<std::size_t>(past)].at;
        shots.push_back(make_shot(frames, first, past, shot_end));
        shots.back().cut_score = i == 0 ? 1.0F : cuts[i - 1].score;
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
