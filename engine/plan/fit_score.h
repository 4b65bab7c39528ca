#pragma once

#include <cstddef>

#include "plan/fit_events.h"
#include "plan/song_line.h"

namespace beatsync::plan {

/// Where the video lies on the line: its instant t sounds as the line's `start` + t·tempo.
struct Placement {
    double start = 0;
    double tempo = 1;
    [[nodiscard]] double on_line(double t) const { return start + t * tempo; }
};

/// What coincides at a placement.
struct Coincidence {
    double evidence = 0;  ///< natural log
    std::size_t cuts_on_beat = 0;
    std::size_t cuts_on_bar = 0;
    std::size_t sections = 0;
    std::size_t sections_cut = 0;
    std::size_t peaks_on_beat = 0;
    double mean_off = 0;  ///< seconds, of the cuts on beats
};

inline constexpr double kInSync = 0.025;  ///< seconds: standard deviation of what is felt as on the beat
inline constexpr double kOnBeat = 3 * kInSync;  ///< beyond, a cut is not on the beat at all

/// How much likelier these cuts are if they were made to the beats there than if they were made anywhere,
/// as the log of the ratio. A cut on a beat speaks for it, the more the nearer it is; a cut off the beats
/// speaks against it; and so does a weighty beat without a cut. How often the editor cuts where the song is
/// calm and where it drives is not known, nor how strictly on the weighty beats, so it is averaged over: one
/// who cuts on every bar and one who cuts on every beat are both understood. Peaks of motion count a third of
/// cuts, and beats without one say nothing.
[[nodiscard]] Coincidence coincidence(const VideoEvents& video, const SongLine& line, const Placement& at);

/// How near the lengths of shots are to whole numbers of beats, 0 to 1; 0 without two cuts.
[[nodiscard]] double tempo_match(const VideoEvents& video, const SongLine& line, double tempo);

}  // namespace beatsync::plan
