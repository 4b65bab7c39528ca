#pragma once

#include <span>
#include <vector>

#include "music/harmony.h"
#include "music/loudness.h"
#include "music/music_map.h"

namespace beatsync::music {

/// Loudness from each beat to the next, in sones relative to the loudest: 10 dB less is half.
[[nodiscard]] std::vector<float> beat_energies(const BeatGrid& grid, const Loudness& loudness);

/// Where the song changes: peaks of a checkerboard novelty along the diagonal of the beat-synchronous
/// self-similarity (J. Foote: Automatic audio segmentation using a measure of audio novelty, ICME 2000),
/// moved to downbeats. Sections tile the song.
[[nodiscard]] std::vector<Section> find_sections(const BeatGrid& grid, std::span<const HarmonyFrame> harmony,
                                                 const Loudness& loudness);

}  // namespace beatsync::music
