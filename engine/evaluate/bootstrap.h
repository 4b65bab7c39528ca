#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// How sure a figure over files is: it is computed again over as many files drawn with replacement, thousands
// of times (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993; percentile intervals).
namespace beatsync::evaluate {

/// Files that are drawn among themselves: a set.
struct Stratum {
    std::string name;
    std::size_t files = 0;
};

/// Which files are drawn in which resample. The draws of a stratum hang on the seed and its own name and
/// size alone, so that a set's intervals are the same whatever stands beside it, and so that all trackers are
/// judged on the same draws.
class Resampler {
public:
    Resampler(std::vector<Stratum> strata, int resamples, std::uint64_t seed);

    [[nodiscard]] std::size_t resamples() const { return resamples_; }
    /// Whether the draws differ: where every set is of one file, nothing can be said about others.
    [[nodiscard]] bool varies() const;
    /// How often each file is in resample `r`, the strata one after another.
    void draw(std::size_t r, std::vector<std::uint32_t>& times) const;

private:
    std::vector<Stratum> strata_;
    std::size_t resamples_;
    std::uint64_t seed_;
};

/// A figure: the mean or the median over those of the resampler's files that have a value.
struct Series {
    std::vector<std::optional<double>> values;
    bool median = false;
};

/// The middle 95 % of what resampling gives.
struct Interval {
    double low = 0;
    double high = 0;
};
inline constexpr double kConfidenceLevel = 0.95;

struct Estimate {
    std::size_t files = 0;  ///< with a value; the rest means nothing where there are none
    double value = 0;
    std::optional<Interval> interval;  ///< where there are two files or more to draw from
    /// Two-sided: twice the share of resamples in which the figure is on the other side of 0 (at least
    /// 2 / (resamples + 1), at most 1). For series of differences.
    std::optional<double> p_zero;
};

/// Each over the same draws. All series are as long as the resampler has files.
[[nodiscard]] std::vector<Estimate> estimate(const std::vector<Series>& series, const Resampler& resampler);

}  // namespace beatsync::evaluate
