#pragma once

#include <optional>
#include <string>

#include "evaluate/summary.h"

// How the pages and tables of an evaluation write things.
namespace beatsync::report {

/// "0.899" of a share, "-12.3" of milliseconds; "-" of nothing.
[[nodiscard]] std::string written(const evaluate::MeasureInfo& measure, std::optional<double> value);
[[nodiscard]] std::string written(const evaluate::MeasureInfo& measure, const evaluate::Estimate& estimate);

/// "0.842 … 0.931"; "-" where there is none. `between`: what stands between.
[[nodiscard]] std::string written(const evaluate::MeasureInfo& measure,
                                  const std::optional<evaluate::Interval>& interval,
                                  std::string_view between);

/// "<0.001", "0.034"; "-" of nothing.
[[nodiscard]] std::string written_p(std::optional<double> p);

/// The set's name, or "all".
[[nodiscard]] std::string set_name(const evaluate::Evaluation& evaluation, std::optional<std::size_t> set);

/// Whether any row has a value.
[[nodiscard]] bool is_judged(const evaluate::Summary& summary, evaluate::Measure measure);

[[nodiscard]] const evaluate::Estimate& estimate_of(const evaluate::Row& row, evaluate::Measure measure);

}  // namespace beatsync::report
