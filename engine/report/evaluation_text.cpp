#include "report/evaluation_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace beatsync::report {

using namespace evaluate;

std::string written(const MeasureInfo& measure, std::optional<double> value) {
    if (!value) return "-";
    const int decimals = measure.is_share ? 3 : 1;
    const double step = measure.is_share ? 0.0005 : 0.05;
    return fmt::format("{:.{}f}", std::abs(*value) < step ? 0.0 : *value, decimals);  // no "-0.0"
}

std::string written(const MeasureInfo& measure, const Estimate& estimate) {
    return written(measure, estimate.files == 0 ? std::nullopt : std::optional(estimate.value));
}

std::string written(const MeasureInfo& measure, const std::optional<Interval>& interval,
                    std::string_view between) {
    if (!interval) return "-";
    return written(measure, interval->low) + std::string(between) + written(measure, interval->high);
}

std::string written_p(std::optional<double> p) {
    if (!p) return "-";
    return *p < 0.001 ? "<0.001" : fmt::format("{:.3f}", *p);
}

std::string set_name(const Evaluation& evaluation, std::optional<std::size_t> set) {
    return set ? evaluation.sets[*set] : "all";
}

bool is_judged(const Summary& summary, Measure measure) {
    return std::any_of(summary.rows.begin(), summary.rows.end(),
                       [&](const Row& row) { return estimate_of(row, measure).files > 0; });
}

const Estimate& estimate_of(const Row& row, Measure measure) {
    return row.estimates[static_cast<std::size_t>(measure)];
}

}  // namespace beatsync::report
