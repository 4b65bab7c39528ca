#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "music/harmony.h"
#include "music/onset_features.h"
#include "music/repetition.h"

namespace beatsync::music {

/// A way to hear the song: one tempo octave, one phase.
struct LevelCandidate {
    std::vector<int> frames;  ///< beats, at OnsetFeatures::kFrameRate
    Repetition repetition;
    double activation = 0;   ///< mean at the beats
    double log_odds = 0;     ///< that people tap this one, up to what all candidates share
    double probability = 0;  ///< that people tap this one or one with the same beats
};

/// The bar pointer model decodes an octave of tempo well, but not which octave: doubling and halving are the
/// main loss of trackers like it. So each octave is decoded for itself, off-beats are added, and the
/// candidates are judged by what they say about the whole song. The best first; empty where a song has no
/// three beats.
[[nodiscard]] std::vector<LevelCandidate> rank_levels(const OnsetFeatures& features,
                                                      std::span<const float> activation,
                                                      std::span<const HarmonyFrame> harmony);

}  // namespace beatsync::music
