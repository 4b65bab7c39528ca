#pragma once

#include <span>
#include <vector>

#include "music/harmony.h"
#include "music/music_map.h"
#include "music/onset_features.h"
#include "music/repetition.h"

namespace beatsync::music {

/// Numbers the beats within their bars. Evidence a beat: kick and bass, snare, change of harmony, how strong
/// its onset is; a hidden Markov model over (beats a bar, position) with rare slips finds the bars that fit
/// them best.
void assign_bars(BeatGrid& grid, const Repetition& repetition, const OnsetFeatures& features,
                 std::span<const HarmonyFrame> harmony);

/// Log-odds that a beat is a downbeat, by that evidence, for each beat alone.
[[nodiscard]] std::vector<float> downbeat_evidence(const BeatGrid& grid, const OnsetFeatures& features,
                                                   std::span<const HarmonyFrame> harmony);

/// Log-odds of bars of three rather than four: how much better the rhythm repeats after three beats.
[[nodiscard]] double log_odds_of_three(const Repetition& repetition);

}  // namespace beatsync::music
