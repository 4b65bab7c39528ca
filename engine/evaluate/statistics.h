#pragma once

#include <vector>

namespace beatsync::evaluate {

/// The `q`-quantile, 0 to 1, linear between the values next to it (numpy's and R's default, type 7 of Hyndman
/// and Fan 1996); 0 of nothing. `sorted` increases.
[[nodiscard]] double quantile_of_sorted(const std::vector<double>& sorted, double q);

/// 0 of nothing.
[[nodiscard]] double median(std::vector<double> values);

}  // namespace beatsync::evaluate
