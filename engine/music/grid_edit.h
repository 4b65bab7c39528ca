#pragma once

#include "core/error.h"
#include "music/music_map.h"

namespace beatsync::music {

/// What a listener corrects in a tracker's result: octave, phase, bar.
struct GridCorrection {
    int scale_num = 1;  ///< tempo × num/den: 1/2 keeps every second beat, 2/1 adds the beats between
    int scale_den = 1;
    Time shift{};  ///< added to every beat
    /// Then every beat moves by so many beats, along the grid's own tempo: 0.5 puts them on the off-beats, −1
    /// keeps the times and moves the bars a beat forward. The song stays covered: what leaves the grid at one
    /// end comes in at the other. At most kMostShiftBeats either way.
    double shift_beats = 0;
    int downbeat = 0;  ///< the 1-based beat that is a downbeat; 0 = leave the bars as they are
};

inline constexpr double kMostShiftBeats = 64;

/// Applies the correction, in the order of its fields; per-beat energies are resampled with the beats.
/// Errc::usage for a scale other than 1/4, 1/3, 1/2, 1, 2, 3, 4, a shift by more beats than that, or a
/// downbeat outside the grid.
[[nodiscard]] Result<MusicMap> correct(MusicMap map, const GridCorrection& correction);

}  // namespace beatsync::music
