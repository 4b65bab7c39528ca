#pragma once

#include "plan/fit.h"
#include "plan/fit_score.h"

namespace beatsync::plan {

struct SearchRange {
    double first_start = 0;  ///< on the line, seconds
    double last_start = 0;
    double most_stretch = 0;  ///< 0 = the tempo stays
    [[nodiscard]] bool fixed() const { return last_start <= first_start; }
};

/// A placement, what coincides there, and what its edges are worth (`bonus`, in the unit of evidence).
struct Found {
    Placement at;
    Coincidence what;
    double bonus = 0;
    [[nodiscard]] double total() const { return what.evidence + bonus; }
};

/// How the music stops at a place on the line.
[[nodiscard]] Ending ending_at(const SongLine& line, double at);

/// What a good beginning (on a bar line, with a section) and a good end (likewise, or the song's own) are
/// worth.
[[nodiscard]] double bonus_of_edges(const SongLine& line, const Placement& at, double seconds);

/// The best placement. The trains of events (cuts and peaks; beats, weightier ones higher) are correlated in
/// steps of 10 ms, for each of as many tempos as keep the ends of the video within 15 ms; the best few
/// hundred places are then moved to where cuts and beats lie nearest (mean shift, and a straight line through
/// them where the tempo is free), weighed by coincidence(), and the best is rounded to the millisecond.
[[nodiscard]] Found search(const VideoEvents& video, const SongLine& line, const SearchRange& range);

}  // namespace beatsync::plan
