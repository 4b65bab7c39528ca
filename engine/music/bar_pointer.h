#pragma once

#include <span>
#include <vector>

namespace beatsync::music {

/// The beat-level bar pointer model: F. Krebs, S. Böck, G. Widmer: An efficient state-space model for joint
/// tempo and meter tracking, ISMIR 2015. A pointer runs through a beat, one state a frame; tempo changes only
/// where a beat begins.
struct BeatModel {
    int min_period = 28;          ///< frames a beat: 214 bpm at 100 frames a second
    int max_period = 109;         ///< 55 bpm
    double tempo_rigidity = 150;  ///< p(period → period') ∝ exp(-rigidity·|period'/period - 1|)
    int beat_fraction = 16;       ///< the first 1/16 of a beat emits the activation, the rest its complement
};

struct DecodedBeats {
    std::vector<int> frames;    ///< where beats begin, increasing
    double log_likelihood = 0;  ///< of the best path
};

/// The most likely beats, exactly (Viterbi), for activations in (0, 1), one a frame.
///
/// In this model a path is a chain of whole beats, so it is decoded beat by beat instead of state by state:
/// the score of "a beat of this period begins at this frame" needs the scores one period back and two prefix
/// sums. Same result as over all 5,617 states, with one byte of back-pointer a frame and period (a half-hour
/// mix: 15 MB).
[[nodiscard]] DecodedBeats decode_beats(std::span<const float> activation, const BeatModel& model);

/// log p(activations | beats that begin at these frames), as in the model but for the changes of tempo: what
/// another way of finding beats comes to. At least two frames, increasing.
[[nodiscard]] double log_likelihood(std::span<const float> activation, std::span<const int> frames,
                                    const BeatModel& model);

}  // namespace beatsync::music
