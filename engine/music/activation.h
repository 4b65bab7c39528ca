#pragma once

#include <vector>

#include "music/onset_features.h"

namespace beatsync::music {

/// How much each frame looks like a beat, in (0, 1): the novelties weighed, levelled to the song's local
/// loudness and limited.
[[nodiscard]] std::vector<float> beat_activation(const OnsetFeatures& features);

}  // namespace beatsync::music
