#include "music/grid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

namespace beatsync::music {

double median_tempo_bpm(std::span<const Beat> beats) {
    if (beats.size() < 2) return 0;
    std::vector<std::int64_t> intervals;
    for (std::size_t b = 1; b < beats.size(); ++b)
        intervals.push_back((beats[b].at - beats[b - 1].at).us);
    const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
    std::ranges::nth_element(intervals, middle);
    return 60e6 / static_cast<double>(*middle);
}

void append_beat(BeatGrid& grid, Time at, float strength) {
    if (at < Time{} || at >= grid.duration) return;
    if (!grid.beats.empty() && at <= grid.beats.back().at) return;
    grid.beats.push_back(Beat{.at = at, .strength = strength});
}

namespace {

constexpr std::ptrdiff_t kNeighbours = 8;
constexpr float kLeastOfNeighbours = 0.65F;  // of the weakest: weak and strong beats may alternate

/// How many beats from the end of `strengths` on are far weaker than those before them.
std::size_t weak_tail(std::vector<float> strengths) {
    std::size_t weak = 0;
    while (std::ssize(strengths) > kNeighbours) {
        const float last = strengths.back();
        strengths.pop_back();
        const float weakest = *std::min_element(strengths.end() - kNeighbours, strengths.end());
        if (last >= kLeastOfNeighbours * weakest) break;
        ++weak;
    }
    return weak;
}

}  // namespace

void trim_weak_ends(BeatGrid& grid) {
    std::vector<float> strengths;
    for (const Beat& beat : grid.beats)
        strengths.push_back(beat.strength);
    grid.beats.resize(grid.beats.size() - weak_tail(strengths));
    strengths.resize(grid.beats.size());
    std::ranges::reverse(strengths);
    grid.beats.erase(grid.beats.begin(),
                     grid.beats.begin() + static_cast<std::ptrdiff_t>(weak_tail(strengths)));
}

}  // namespace beatsync::music
