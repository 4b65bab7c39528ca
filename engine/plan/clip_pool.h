#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/time.h"
#include "footage/clip_map.h"

namespace beatsync::plan {

/// How picky one is about footage; each level has all of the one before.
enum class Cleanness : std::uint8_t { clean, blurred, frozen };
inline constexpr std::size_t kCleannessLevels = 3;

/// What a stretch looks like on average.
struct Look {
    double motion = 0;
    double sharpness = 0;
    double exposure = 0;
};

/// Where a piece may begin.
struct Candidate {
    Time in;
    std::size_t shot = 0;
};

/// One clip's footage: what is usable, and what has been shown. Black and blank stretches never are; shot
/// boundaries are kept one source frame away from. A still is one stretch without end, shown whole.
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

    /// Where unused pieces of `length` can begin, in order of time, at most about 200; at least `margin` from
    /// anything used.
    [[nodiscard]] std::vector<Candidate> candidates(Time length, Time margin, Cleanness level) const;

    /// Notes that [begin, end) is shown at output frame `when`.
    void use(TimeRange range, std::int64_t when);
    /// Forgets the older half of what was shown before output frame `now`; false when there was nothing.
    bool release_oldest(std::int64_t now);
    /// When the footage shown longest ago was shown.
    [[nodiscard]] std::optional<std::int64_t> oldest_use() const;

    [[nodiscard]] Look look(TimeRange range, std::size_t shot) const;
    [[nodiscard]] Look overall() const { return overall_; }
    /// On the source's frame grid where there is one, so that frames map one to one.
    [[nodiscard]] Time snapped_up(Time t) const;
    [[nodiscard]] std::size_t shot_at(Time t) const;
    [[nodiscard]] const footage::ClipMap& clip() const { return *clip_; }

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

    void find_stretches();
    void sum_looks();
    static void cut_out(std::vector<Stretch>& stretches, TimeRange used, bool was_shown);
    [[nodiscard]] static TimeRange inside(const Stretch& stretch, Time margin);

    const footage::ClipMap* clip_;
    bool still_ = false;
    bool regular_ = false;  // constant rate: frame times follow from their index
    Rate rate_;
    Time period_;
    std::array<std::vector<Stretch>, kCleannessLevels> whole_;  // a level each: disjoint, in order of time
    std::array<std::vector<Stretch>, kCleannessLevels> free_;   // the same, less what was shown
    std::vector<Use> uses_;                                     // oldest first
    std::vector<Look> look_sums_;                               // of the first n moments
    Look overall_;
};

}  // namespace beatsync::plan
