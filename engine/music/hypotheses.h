#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "music/beat_network.h"

namespace beatsync::music {

/// What speaks for a way of hearing a song.
enum HypothesisEvidence : std::size_t {
    kLikelihood,  ///< log-likelihood of the beats a frame, less that of the likeliest hypothesis
    kTempoHead,   ///< log-probability of the tempo, as the network heard it
    kFarTempo,    ///< squared octaves from 120 bpm
    kClassical,   ///< 1 where the classical tracker finds the same beats
    kHypothesisEvidence
};

/// The beats at one tempo octave.
struct Hypothesis {
    std::vector<int> frames;
    std::array<double, kHypothesisEvidence> evidence{};
    double activation = 0;   ///< at the beats, geometric mean
    double log_odds = 0;     ///< that people tap this one, up to what all share
    double probability = 0;  ///< that people tap this one or one with the same beats
};

/// The bar pointer model finds the beats of one octave of tempo well; which octave people tap is another
/// question, and the main loss of trackers like it. So each octave is decoded for itself, and the hypotheses
/// are judged by what they say of the whole song. `classical`: what the classical tracker finds, one more.
/// The best first; empty where a song has no four beats.
[[nodiscard]] std::vector<Hypothesis> rank_hypotheses(const BeatActivations& activations,
                                                      const std::vector<int>& classical);

/// Log-odds that there is a downbeat at each frame rather than another beat.
[[nodiscard]] std::vector<float> downbeat_log_odds(const std::vector<int>& frames,
                                                   const BeatActivations& activations);

}  // namespace beatsync::music
