#pragma once

#include "music/music_map.h"

namespace beatsync::music {

/// Moves each beat from its onset to the pulse that the onsets around it scatter about: robust locally
/// weighted regression (W. S. Cleveland, JASA 74, 1979) of time on the beat's number, quadratic, so that it
/// follows a tempo that changes. It is what one taps along with, and unlike the nearest onset it stays where
/// it is when two onsets lie close together and an encoder makes the other one the louder. Where the onsets
/// agree on no pulse (a sudden change of tempo), beats stay.
void settle_on_pulse(BeatGrid& grid);

}  // namespace beatsync::music
