#include "music/taps.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "music/grid.h"

namespace beatsync::music {
namespace {

constexpr int kUsualBar = 4;
constexpr int kLongestBar = 16;
constexpr std::ptrdiff_t kReach = 4;      // beats to each side that a tap is evened out with
constexpr double kBounce = 1.0 / 3;       // of a beat
constexpr std::int64_t kLongestGap = 64;  // beats filled in; a longer rest is one

/// The middle one of the intervals around the one that ends at beat `b`, in seconds.
double local_interval(const std::vector<Beat>& beats, std::size_t b) {
    const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, std::ptrdiff_t(b) - kReach));
    const std::size_t last = std::min(beats.size() - 1, b + static_cast<std::size_t>(kReach));
    std::vector<double> intervals;
    for (std::size_t i = first; i <= last; ++i)
        intervals.push_back((beats[i].at - beats[i - 1].at).seconds());
    const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
    std::nth_element(intervals.begin(), middle, intervals.end());
    return *middle;
}

/// The number of each beat, counting those that were missed between two.
std::vector<std::int64_t> numbers(const std::vector<Beat>& beats) {
    std::vector<std::int64_t> result;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        if (b == 0) {
            result.push_back(0);
            continue;
        }
        const double interval = (beats[b].at - beats[b - 1].at).seconds();
        const double steps = interval / std::max(local_interval(beats, b), 1e-6);
        result.push_back(result.back() + std::max<std::int64_t>(1, std::llround(std::min(steps, 1e6))));
    }
    return result;
}

std::size_t nearest_beat(const std::vector<Beat>& beats, Time at) {
    const auto after = std::lower_bound(beats.begin(), beats.end(), at,
                                        [](const Beat& beat, Time t) { return beat.at < t; });
    if (after == beats.begin()) return 0;
    const auto before = after - 1;
    const bool later = after != beats.end() && after->at - at < at - before->at;
    return static_cast<std::size_t>((later ? after : before) - beats.begin());
}

/// The numbers of the beats nearest to the tracker's downbeats, those beyond the grid's ends left out.
std::vector<std::int64_t> downbeat_numbers(const BeatGrid& grid, const std::vector<std::int64_t>& number,
                                           const BeatGrid& tracked) {
    std::vector<std::int64_t> downbeats;
    const Time slack = Time::from_seconds(30 / std::max(median_tempo_bpm(grid.beats), 1.0));
    for (const Beat& beat : tracked.beats) {
        if (beat.position_in_bar != 1) continue;
        const std::size_t nearest = nearest_beat(grid.beats, beat.at);
        const Time off = grid.beats[nearest].at - beat.at;
        if (off <= slack && -off <= slack) downbeats.push_back(number[nearest]);
    }
    return downbeats;
}

/// What is counted most often; the smallest of those that are. `counted` is not empty.
std::int64_t most_common(const std::map<std::int64_t, int>& counted) {
    return std::max_element(counted.begin(), counted.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

/// Least squares through (number, time) of the beats around `b`; its value at `number[b]`.
Time on_the_line(const std::vector<Beat>& beats, const std::vector<std::int64_t>& number, std::size_t b) {
    const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, std::ptrdiff_t(b) - kReach));
    const std::size_t last = std::min(beats.size() - 1, b + static_cast<std::size_t>(kReach));
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (std::size_t i = first; i <= last; ++i) {
        const auto x = static_cast<double>(number[i] - number[b]);
        if (std::abs(x) > 2 * double{kReach}) continue;  // beyond a rest: another tempo, maybe
        const double y = (beats[i].at - beats[b].at).seconds();
        n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    const double spread = n * sxx - sx * sx;
    if (spread <= 0) return beats[b].at;
    return beats[b].at + Time::from_seconds((sy * sxx - sx * sxy) / spread);
}

void drop_bounces(std::vector<Beat>& beats) {
    const double beat_seconds = 60 / std::max(median_tempo_bpm(beats), 1e-3);
    std::vector<Beat> kept;
    for (const Beat& beat : beats)
        if (kept.empty() || (beat.at - kept.back().at).seconds() >= kBounce * beat_seconds)
            kept.push_back(beat);
    beats = std::move(kept);
}

/// `from`, and what was missed between it and `to`; not where bars are known, for their count is the user's.
void append_up_to(BeatGrid& grid, const Beat& from, Time to, std::int64_t steps) {
    grid.beats.push_back(from);
    if (steps > kLongestGap || from.position_in_bar > 0) return;
    for (std::int64_t i = 1; i < steps; ++i)
        append_beat(grid, from.at + Time{mul_div((to - from.at).us, i, steps)}, 0);
}

}  // namespace

bool lacks_bars(const BeatGrid& grid) {
    return std::all_of(grid.beats.begin(), grid.beats.end(),
                       [](const Beat& beat) { return beat.position_in_bar == 0; });
}

void guess_bars(BeatGrid& grid, const BeatGrid& tracked) {
    if (grid.beats.empty()) return;
    const auto number = numbers(grid.beats);
    const auto downbeats = downbeat_numbers(grid, number, tracked);
    std::map<std::int64_t, int> lengths;
    for (std::size_t d = 1; d < downbeats.size(); ++d)
        if (const auto length = downbeats[d] - downbeats[d - 1]; length > 1 && length <= kLongestBar)
            ++lengths[length];
    const std::int64_t meter = lengths.empty() ? kUsualBar : most_common(lengths);
    std::map<std::int64_t, int> phases;
    for (const std::int64_t downbeat : downbeats)
        ++phases[downbeat % meter];
    const std::int64_t phase = phases.empty() ? 0 : most_common(phases);
    for (std::size_t b = 0; b < number.size(); ++b)
        grid.beats[b].position_in_bar = static_cast<std::uint8_t>((number[b] - phase + meter) % meter + 1);
}

void steady_taps(BeatGrid& grid) {
    drop_bounces(grid.beats);
    if (grid.beats.size() < 4) return;
    const auto number = numbers(grid.beats);
    const std::vector<Beat> taps = std::exchange(grid.beats, {});
    std::vector<Beat> even = taps;
    for (std::size_t b = 0; b < taps.size(); ++b)
        even[b].at = std::max(on_the_line(taps, number, b), Time{});
    for (std::size_t b = 0; b < even.size(); ++b) {
        if (!grid.beats.empty() && even[b].at <= grid.beats.back().at) continue;
        const bool last = b + 1 == even.size();
        append_up_to(grid, even[b], last ? even[b].at : even[b + 1].at, last ? 0 : number[b + 1] - number[b]);
    }
    while (!grid.beats.empty() && grid.beats.back().at >= grid.duration)
        grid.beats.pop_back();
    grid.tempo_bpm = median_tempo_bpm(grid.beats);
}

}  // namespace beatsync::music
