#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "music/music_map.h"

namespace beatsync::music {

struct Meter {
    int beats = 4;        ///< a bar
    double log_odds = 0;  ///< that the song is in it, relative to the others, before listening
};

struct DecodedBars {
    std::vector<std::uint8_t> positions;  ///< of each beat in its bar, from 1
    double log_odds = 0;                  ///< of the best path
};

/// The most likely bars of a song, given log-odds that each of its beats is a downbeat: a hidden Markov model
/// over (meter, position) with rare slips, by Viterbi.
[[nodiscard]] DecodedBars decode_bars(std::span<const float> downbeat_log_odds,
                                      std::span<const Meter> meters);

/// One position for each beat.
void number_beats(BeatGrid& grid, const DecodedBars& bars);

}  // namespace beatsync::music
