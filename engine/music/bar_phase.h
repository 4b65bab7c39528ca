#pragma once

#include <span>

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

}  // namespace beatsync::music
