#pragma once

#include <span>

#include "music/music_map.h"

namespace beatsync::music {

/// Of the median interval; 0 for fewer than two beats.
[[nodiscard]] double median_tempo_bpm(std::span<const Beat> beats);

/// Adds a beat behind the others; drops it where that would break the grid's invariant (strictly increasing,
/// within [0, duration)).
void append_beat(BeatGrid& grid, Time at, float strength);

/// Drops first and last beats that are far weaker than those next to them: a tracker counts on a little after
/// the drums have stopped, a listener does not. A fade keeps its beats, for their neighbours fade with them.
void trim_weak_ends(BeatGrid& grid);

}  // namespace beatsync::music
