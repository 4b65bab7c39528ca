#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "music/music_map.h"

namespace beatsync::plan {

/// Where a beat is in the song's metre.
struct BarPlace {
    std::int64_t bar = 0;        ///< 0-based; a pickup before the first downbeat is bar 0
    int beat = 0;                ///< 0 = the downbeat
    int length = 4;              ///< beats in its bar
    bool opens_section = false;  ///< first beat of a section
    std::int64_t bar_in_section = 0;
};

/// One a beat. Where the tracker gave no positions, bars of four are counted from the start of each section.
[[nodiscard]] std::vector<BarPlace> place_in_bars(const music::MusicMap& music);

/// The middle one of the distances between beats, in seconds; 0.5 with fewer than two beats.
[[nodiscard]] double median_beat_seconds(const music::BeatGrid& grid);

}  // namespace beatsync::plan
