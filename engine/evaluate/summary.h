#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "evaluate/bootstrap.h"
#include "evaluate/evaluation.h"
#include "evaluate/measures.h"

namespace beatsync::evaluate {

/// Whether a tracker's confidence means something: songs that it is sure of should be right.
inline constexpr double kSure = 0.8;   ///< it is sure above this confidence
inline constexpr double kRight = 0.9;  ///< F-measure from which a song is right
inline constexpr std::size_t kConfidenceBins = 5;

struct Calibration {
    struct Bin {  ///< a fifth of the scale of confidence
        std::size_t files = 0;
        double confidence = 0;  ///< means over these files
        double f = 0;
    };
    std::size_t files = 0;  ///< with a confidence
    std::size_t sure = 0;
    std::size_t right = 0;  ///< of these
    std::array<Bin, kConfidenceBins> bins;
};

/// Quantiles of the offsets of all beats that pair, of all files together, in ms.
struct OffsetQuantiles {
    std::size_t beats = 0;
    double p5 = 0;
    double p25 = 0;
    double p50 = 0;
    double p75 = 0;
    double p95 = 0;
};

/// A tracker on a set, or on all sets together.
struct Row {
    std::optional<std::size_t> set;  ///< none = all
    std::size_t tracker = 0;
    std::size_t files = 0;
    std::size_t missing = 0;  ///< of these: without beats, for whatever reason
    std::array<Estimate, kMeasures> estimates;
    std::array<std::size_t, kErrorCases> errors{};
    std::optional<Calibration> confidence;  ///< where the tracker gives one
    OffsetQuantiles offsets;
};

/// A tracker against the baseline: of the differences file by file, only where both have a value.
struct Difference {
    std::optional<std::size_t> set;
    std::size_t tracker = 0;
    Measure measure = Measure::f;
    Estimate estimate;
};

struct Summary {
    std::vector<Row> rows;  ///< set by set, then of all if there are several; in each by tracker
    std::vector<Difference> differences;  ///< in the same order, then by measure; measures that are shares
};

/// Whether the difference is surely one: its interval leaves out 0.
[[nodiscard]] bool is_clear(const Estimate& difference);

[[nodiscard]] Summary summarise(const Evaluation& evaluation);

}  // namespace beatsync::evaluate
