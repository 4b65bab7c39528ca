#include "evaluate/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::evaluate {

double quantile_of_sorted(const std::vector<double>& sorted, double q) {
    if (sorted.empty()) return 0;
    const double place = std::clamp(q, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - std::floor(place);
    return sorted[below] * (1 - part) + sorted[above] * part;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return quantile_of_sorted(values, 0.5);
}

}  // namespace beatsync::evaluate
