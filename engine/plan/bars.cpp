#include "plan/bars.h"

#include <algorithm>

namespace beatsync::plan {
namespace {

constexpr int kUsualBar = 4;

/// A section begins on a beat, but its boundary may have been put a little after it.
constexpr Time kSectionTolerance = Time::from_ms(40);

void mark_sections(const music::MusicMap& music, std::vector<BarPlace>& places) {
    const auto& beats = music.grid.beats;
    for (const music::Section& section : music.sections) {
        const auto first =
            std::lower_bound(beats.begin(), beats.end(), section.range.begin - kSectionTolerance,
                             [](const music::Beat& beat, Time t) { return beat.at < t; });
        if (first == beats.end() || first->at >= section.range.end) continue;
        places[static_cast<std::size_t>(first - beats.begin())].opens_section = true;
    }
    if (!places.empty()) places.front().opens_section = true;
}

bool knows_downbeats(const music::BeatGrid& grid) {
    return std::any_of(grid.beats.begin(), grid.beats.end(),
                       [](const music::Beat& beat) { return beat.position_in_bar == 1; });
}

void number_bars(const music::BeatGrid& grid, std::vector<BarPlace>& places) {
    const bool known = knows_downbeats(grid);
    std::int64_t bar = -1;
    int in_bar = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool opens =
            known ? grid.beats[i].position_in_bar == 1 : places[i].opens_section || in_bar + 1 >= kUsualBar;
        if (opens || i == 0) {
            ++bar;
            // A pickup keeps its place: its beats are the last ones of a bar that began before the song.
            in_bar = opens || grid.beats[i].position_in_bar == 0 ? 0 : grid.beats[i].position_in_bar - 1;
        } else {
            ++in_bar;
        }
        places[i].bar = bar;
        places[i].beat = in_bar;
    }
}

/// A bar is as long as its last beat says; the song's last bar may be cut off and takes the length of the
/// one before.
void measure_bars(std::vector<BarPlace>& places) {
    int previous = kUsualBar;
    for (std::size_t begin = 0; begin < places.size();) {
        std::size_t end = begin;
        while (end < places.size() && places[end].bar == places[begin].bar)
            ++end;
        const int length =
            end < places.size() ? places[end - 1].beat + 1 : std::max(previous, places[end - 1].beat + 1);
        for (std::size_t i = begin; i < end; ++i)
            places[i].length = length;
        previous = length;
        begin = end;
    }
}

void count_from_sections(std::vector<BarPlace>& places) {
    std::int64_t first_bar = 0;
    for (BarPlace& place : places) {
        if (place.opens_section) first_bar = place.bar;
        place.bar_in_section = place.bar - first_bar;
    }
}

}  // namespace

std::vector<BarPlace> place_in_bars(const music::MusicMap& music) {
    std::vector<BarPlace> places(music.grid.beats.size());
    mark_sections(music, places);
    number_bars(music.grid, places);
    measure_bars(places);
    count_from_sections(places);
    return places;
}

double median_beat_seconds(const music::BeatGrid& grid) {
    std::vector<std::int64_t> gaps;
    for (std::size_t i = 1; i < grid.beats.size(); ++i)
        gaps.push_back((grid.beats[i].at - grid.beats[i - 1].at).us);
    if (gaps.empty()) return 0.5;
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return Time{*middle}.seconds();
}

}  // namespace beatsync::plan
