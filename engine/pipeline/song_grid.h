#pragma once

#include <filesystem>

#include "core/error.h"
#include "music/grid_edit.h"
#include "music/music_map.h"

namespace beatsync::pipeline {

/// The song with other beats than the tracker's; a beat's energy is that of the tracker's beat heard at its
/// time. Pure.
[[nodiscard]] music::MusicMap with_grid(music::MusicMap map, music::BeatGrid grid);

/// What a listener knows better than the tracker: beats from a file (empty = the tracker's), then
/// corrections.
struct GridChanges {
    std::filesystem::path beats_file;
    music::GridCorrection correction;
};

/// Errc::input for a bad file, Errc::usage for a correction that does not fit the song.
[[nodiscard]] Result<music::MusicMap> apply(const GridChanges& changes, music::MusicMap map);

}  // namespace beatsync::pipeline
