#pragma once

#include <cstddef>

#include "music/music_map.h"

namespace beatsync::test {

/// A synthesised song as the real analyser hears it. Song by song 84 to 150 bpm; every third is within half a
/// beat a minute of the one before. Each has an arrangement of its own, as songs do: without one, two songs
/// of the same tempo can't be told apart by cuts.
[[nodiscard]] music::MusicMap heard_song(std::size_t index);

}  // namespace beatsync::test
