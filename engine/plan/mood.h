#pragma once

#include "footage/clip_map.h"
#include "music/music_map.h"
#include "plan/fit.h"

namespace beatsync::plan {

/// How energetic, 0 (calm) to 1: a song by tempo, onset density and loudness, a video by cuts and motion.
[[nodiscard]] double energy_of(const music::MusicMap& music, double tempo);
[[nodiscard]] double energy_of(const footage::ClipMap& video);

/// How light, 0 (dark, sombre) to 1: a song by its mode and the brightness of its sound, a video by the
/// brightness and the colours of its pictures.
[[nodiscard]] double light_of(const music::MusicMap& music);
[[nodiscard]] double light_of(const footage::ClipMap& video);

[[nodiscard]] Mood mood_of(const footage::ClipMap& video, const music::MusicMap& music, double tempo);

}  // namespace beatsync::plan
