#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// How well the boundaries that a shot detector says agree with annotated ones, hard cuts and gradual
// transitions apart, as in TRECVID's shot boundary task (Smeaton, Over, Doherty, "Video shot boundary
// detection: seven years of TRECVid activity", 2010).
namespace beatsync::evaluate {

/// Frames [first, last], both of them.
struct FrameSpan {
    std::int64_t first = 0;
    std::int64_t last = 0;
};
struct GradualSpan {
    FrameSpan frames;
    bool fade = false;  ///< through a flat colour: two boundaries in it are one each for its halves
};

/// What is known of a video.
struct ShotTruth {
    std::vector<double> frame_times;  ///< when each frame is shown, in seconds since the first, increasing
    std::vector<std::int64_t> cuts;   ///< frames that are the first of a shot
    std::vector<GradualSpan> transitions;
    std::vector<FrameSpan> ignored;  ///< a boundary there is neither right nor wrong
};

/// Frames that a boundary may be off.
inline constexpr std::int64_t kShotTolerance = 2;

struct ShotCounts {
    std::int64_t cuts = 0;
    std::int64_t cuts_found = 0;
    std::int64_t cuts_exact = 0;  ///< of these, on the very frame
    std::int64_t transitions = 0;
    std::int64_t transitions_found = 0;
    std::int64_t false_alarms = 0;
    std::int64_t repeats = 0;  ///< in a transition that was found already
    ShotCounts& operator+=(const ShotCounts& other);
    friend bool operator==(const ShotCounts&, const ShotCounts&) = default;
};

/// `boundaries` in seconds since the first frame, in any order: each is taken for the nearest frame, two of
/// one frame for one. They are paired with cuts within the tolerance, the closest first, each at most once.
/// Of those left over in a transition, give or take the tolerance, the first finds it, and the second too
/// where it is a fade; the others are repeats. The rest are ignored or false.
[[nodiscard]] ShotCounts count_shots(const ShotTruth& truth, std::span<const double> boundaries,
                                     std::int64_t tolerance = kShotTolerance);

/// Each 0 to 1; 0 where there is nothing to divide by.
struct ShotScores {
    double precision = 0;  ///< of all boundaries
    double recall = 0;
    double f1 = 0;
    double cut_precision = 0;  ///< against false alarms of any kind
    double cut_recall = 0;
    double cut_f1 = 0;
    std::optional<double> gradual_recall;  ///< none where there are no transitions
};
[[nodiscard]] ShotScores scores_of(const ShotCounts& counts);

}  // namespace beatsync::evaluate
