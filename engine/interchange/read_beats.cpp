#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "interchange/beat_files.h"
#include "interchange/beat_lines.h"

namespace beatsync::interchange {
namespace {

/// In order; beats at the same microsecond become one that knows what either knew.
void sort_and_merge(std::vector<music::Beat>& beats) {
    std::stable_sort(beats.begin(), beats.end(),
                     [](const music::Beat& a, const music::Beat& b) { return a.at < b.at; });
    std::vector<music::Beat> merged;
    for (const auto& beat : beats) {
        if (merged.empty() || merged.back().at != beat.at) {
            merged.push_back(beat);
            continue;
        }
        auto& kept = merged.back();
        kept.strength = std::max(kept.strength, beat.strength);
        if (kept.position_in_bar == 0) kept.position_in_bar = beat.position_in_bar;
    }
    beats = std::move(merged);
}

/// The time from a beat to the next, usually; half a second where there is but one.
double median_interval(const std::vector<music::Beat>& beats) {
    if (beats.size() < 2) return 0.5;
    std::vector<double> intervals;
    for (std::size_t i = 1; i < beats.size(); ++i)
        intervals.push_back((beats[i].at - beats[i - 1].at).seconds());
    const auto middle = intervals.begin() + static_cast<std::ptrdiff_t>(intervals.size() / 2);
    std::nth_element(intervals.begin(), middle, intervals.end());
    return *middle;
}

}  // namespace

Result<music::BeatGrid> read_beats(std::string_view text, Time duration) {
    BEATSYNC_TRY(const auto plain, plain_text(text));
    BEATSYNC_TRY(const auto lines, parse_beat_lines(plain, 0));
    std::vector<music::Beat> beats;
    std::transform(lines.begin(), lines.end(), std::back_inserter(beats), [](const BeatLine& line) {
        return music::Beat{Time::from_seconds(line.seconds), line.strength, line.position};
    });
    if (beats.empty()) return fail(Errc::input, "there are no beats in it");
    sort_and_merge(beats);
    if (duration.us > 0)
        while (!beats.empty() && beats.back().at >= duration)
            beats.pop_back();
    if (beats.empty())
        return fail(Errc::input,
                    fmt::format("all its beats are after the end of the song ({})", format_time(duration)));

    music::BeatGrid grid;
    const double interval = median_interval(beats);
    grid.duration = duration.us > 0 ? duration : beats.back().at + Time::from_seconds(interval);
    grid.tempo_bpm = beats.size() < 2 ? 0 : 60 / interval;
    grid.confidence = 1;
    grid.beats = std::move(beats);
    return grid;
}

}  // namespace beatsync::interchange
