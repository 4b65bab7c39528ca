#pragma once

#include <span>
#include <vector>

#include "music/music_map.h"
#include "music/onset_features.h"

namespace beatsync::music {

struct PlacedBeat {
    double seconds = 0;
    float strength = 0;  ///< of the onset it was moved to; 0 = there is none, it keeps the rhythm's time
};

/// Moves each beat from its 10 ms frame to the onset within 70 ms that it belongs to. A beat without one
/// stays where it is.
[[nodiscard]] std::vector<PlacedBeat> place_beats(std::span<const int> frames, const OnsetFeatures& features);

/// The frames from the first onset of the song to the last: before and after it nobody taps.
[[nodiscard]] std::vector<int> within_music(const std::vector<int>& frames, const OnsetFeatures& features);

/// The beats of these frames, each at its onset, as a grid of the song; then on the pulse that they agree on.
[[nodiscard]] BeatGrid place_on_pulse(const std::vector<int>& frames, const OnsetFeatures& features);

}  // namespace beatsync::music
