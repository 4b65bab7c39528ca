#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "evaluate/evaluation.h"

namespace beatsync::evaluate {

enum class Measure : std::uint8_t {
    f,
    cemgil,
    cemgil_best,
    goto_score,
    p_score,
    cml_c,
    cml_t,
    aml_c,
    aml_t,
    information_gain,
    downbeat_f,
    acc1,
    acc2,
    offset,
    spread,
};
inline constexpr std::size_t kMeasures = 15;

struct MeasureInfo {
    Measure measure;
    std::string_view key;      ///< in documents: "cml_t"
    std::string_view title;    ///< over a column: "CMLt"
    std::string_view meaning;  ///< for who does not know it, a phrase
    /// 0 to 1, more is better, of several files the mean. Otherwise milliseconds, of several files the
    /// median.
    bool is_share = true;
};

/// In the order of Measure.
[[nodiscard]] std::span<const MeasureInfo> measures();
[[nodiscard]] const MeasureInfo& info(Measure measure);

/// None where it can't be judged: no downbeats on either side, no tempo, no beat that pairs.
[[nodiscard]] std::optional<double> value_of(const FileResult& result, Measure measure);

}  // namespace beatsync::evaluate
