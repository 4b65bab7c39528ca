#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.h"
#include "footage/clip_map.h"
#include "plan/entries.h"

namespace beatsync::plan {

/// How picky one is about footage; each level has all of the one before.
enum class Cleanness : std::uint8_t { clean, blurred, frozen };
inline constexpr std::size_t kCleannessLevels = 3;

/// What a stretch looks like on average.
struct Look {
    double motion = 0;
    double sharpness = 0;
    double exposure = 0;
    double darkest = 1;    ///< exposure of its worst moment: a fade is well exposed on average
    double certainty = 0;  ///< that there is something to look at
};

/// Where a piece may begin.
struct Candidate {
    Time in;
    std::size_t shot = 0;
    Time earliest;  ///< how far it may be moved: [earliest, latest] is of the same stretch
    Time latest;
};

/// One clip's footage: what is usable, and what has been shown. Black and blank stretches and transitions
/// never are; they and shot boundaries are kept one source frame away from. A still is one stretch without
/// end, shown whole.
class ClipPool {
public:
    explicit ClipPool(const footage::ClipMap& clip);

    [[nodiscard]] bool still() const { return still_; }
    /// A source frame's time; the longest of them is unknown where the rate varies: twice the average.
    [[nodiscard]] Time frame_period() const { return period_; }
    /// The longest piece that the untouched clip has.
    [[nodiscard]] Time longest(Cleanness level) const;
    /// How many pieces of `length` fit side by side, `margin` apart; one for a still.
    [[nodiscard]] std::int64_t pieces_of(Time length, Time margin, Cleanness level) const;
    /// Sum of all usable stretches; 0 for a still.
    [[nodiscard]] Time total(Cleanness level) const;

    /// Where pieces of `length` can begin, in order of time, at least `margin` from what was used: about 64
    /// of them, and one more for each stretch; as many at keyframes. `again`: what was shown and released
    /// will do too.
    [[nodiscard]] std::vector<Candidate> candidates(Time length, Time margin, Cleanness level,
                                                    bool again) const;

    /// Notes that it is shown at output frame `when`.
    void use(TimeRange range, std::int64_t when);
    /// Never shows it; of a still any range is all of it.
    void forbid(TimeRange range);
    /// Lets footage be shown again that was shown before output frame `before`.
    void release(std::int64_t before);
    /// When each use was, the oldest first; without what was released.
    [[nodiscard]] std::vector<std::int64_t> uses() const;

    [[nodiscard]] Look look(TimeRange range, std::size_t shot) const;
    /// Within the first or last half second of the clip.
    [[nodiscard]] bool near_edge(TimeRange range) const;
    [[nodiscard]] Look overall() const { return overall_; }
    /// On the source's frame grid where there is one, so that frames map one to one.
    [[nodiscard]] Time snapped_up(Time t) const;
    /// The nearest place on that grid.
    [[nodiscard]] Time snapped(Time t) const;
    [[nodiscard]] std::size_t shot_at(Time t) const;
    [[nodiscard]] const footage::ClipMap& clip() const { return *clip_; }
    [[nodiscard]] const Entries& entries() const { return entries_; }

private:
    struct Stretch {
        TimeRange range;
        std::size_t shot = 0;
        bool used_before = false;  ///< what precedes it was shown: keep the margin
        bool used_after = false;
    };
    struct Use {
        TimeRange range;
        std::int64_t when = 0;
    };

    /// Stretches that may be shown, for each level disjoint and in order of time.
    struct Supply {
        std::array<std::vector<Stretch>, kCleannessLevels> stretches;
        std::array<Time, kCleannessLevels> longest;
        void take(TimeRange range);
        void measure();
    };

    void find_stretches();
    void sum_looks();
    static void cut_out(std::vector<Stretch>& stretches, TimeRange used, bool was_shown);
    [[nodiscard]] static TimeRange inside(const Stretch& stretch, Time margin);

    const footage::ClipMap* clip_;
    Entries entries_;
    bool still_ = false;
    bool regular_ = false;  // constant rate: frame times follow from their index
    Rate rate_;
    Time period_;
    Supply whole_;
    Supply fresh_;  // never shown
    Supply free_;   // not shown, or released
    bool ever_used_ = false;
    bool forbidden_ = false;       // a still
    std::vector<Use> uses_;        // oldest first
    std::vector<Look> look_sums_;  // of the first n moments
    Look overall_;
};

}  // namespace beatsync::plan
