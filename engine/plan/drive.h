#pragma once

#include <vector>

#include "music/music_map.h"

namespace beatsync::plan {

/// Below kCalmBelow the music is calm, from kDrivingFrom on it drives.
inline constexpr float kCalmBelow = 0.4F;
inline constexpr float kDrivingFrom = 0.7F;

/// How much the music drives at each beat, 0 (calm) to 1: half from the section that the beat is in, half
/// from where the loudness of the bars around it ranks within the song. Ranks, because what counts as loud
/// differs from song to song. One a beat.
[[nodiscard]] std::vector<float> drive_of(const music::MusicMap& music);

}  // namespace beatsync::plan
