#include "interchange/decimal.h"

#include <fmt/format.h>

#include <cmath>

namespace beatsync::interchange {

std::string decimal(Time t) {
    // Through a double, a time of more than 2^53 µs would lose its last digit.
    const bool negative = t.us < 0;
    const auto us = negative ? ~static_cast<std::uint64_t>(t.us) + 1 : static_cast<std::uint64_t>(t.us);
    return fmt::format("{}{}.{:06}", negative ? "-" : "", us / 1'000'000, us % 1'000'000);
}

std::string decimal(double value) {
    return fmt::format("{:.6f}", std::isfinite(value) ? value : 0.0);
}

}  // namespace beatsync::interchange
