#pragma once

#include <span>
#include <vector>

#include "music/onset_features.h"

namespace beatsync::music {

struct PlacedBeat {
    double seconds = 0;
    float strength = 0;  ///< of the onset it was moved to; 0 = there is none, it keeps the rhythm's time
};

/// Moves each beat from its 10 ms frame to the onset within 70 ms that it belongs to. A beat without one
/// stays where it is.
[[nodiscard]] std::vector<PlacedBeat> place_beats(std::span<const int> frames, const OnsetFeatures& features);

}  // namespace beatsync::music
