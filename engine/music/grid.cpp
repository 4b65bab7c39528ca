#include "music/grid.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

}  // namespace beatsync::music
