#pragma once

#include "music/music_map.h"

// Beats that a person tapped or wrote down.
namespace beatsync::music {

/// Whether no beat says where in its bar it is.
[[nodiscard]] bool lacks_bars(const BeatGrid& grid);

/// Numbers the beats of a grid without bars so that its downbeats are those of `tracked`, as far as they
/// agree; where a beat was missed, the count goes on. The length of the bar comes from the tracker's
/// downbeats too, so that beats tapped at half its tempo have bars of half the length. Bars of four from the
/// first beat where the tracker knows nothing.
void guess_bars(BeatGrid& grid, const BeatGrid& tracked);

/// Evens out the hand in tapped beats: each one goes to where a straight line through it and the four to each
/// side has it, so that the tempo may drift but does not jitter; what follows the last within a third of a
/// beat (a bounce) is dropped, what was missed is filled in. Fewer than four taps stay as they are.
void steady_taps(BeatGrid& grid);

}  // namespace beatsync::music
