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
/// corrections. Where the file says nothing of bars, they are those of the tracker.
struct GridChanges {
    std::filesystem::path beats_file;
    bool tapped = false;  ///< by hand: evened out (music/taps.h), else taken to the microsecond
    music::GridCorrection correction;
};

/// Errc::input for a bad file, Errc::usage for a correction that does not fit the song, or for
/// `tapped` without a file.
[[nodiscard]] Result<music::MusicMap> apply(const GridChanges& changes, music::MusicMap map);

}  // namespace beatsync::pipeline
