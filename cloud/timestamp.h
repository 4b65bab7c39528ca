#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace beatsync::cloud {

/// A date and time as RFC 3339 writes it ("2026-11-22T10:00:00Z", "…+02:00", with or without fraction; no
/// zone counts as UTC) in seconds since 1970.
[[nodiscard]] std::optional<double> parse_timestamp(std::string_view text);
/// Seconds since 1970 of a number that may be in milliseconds: nobody means a date after the year 5000.
[[nodiscard]] double unix_time_of(double number);
/// Seconds since 1970 → "2026-11-22T10:00:00Z".
[[nodiscard]] std::string format_timestamp(double unix_time);

}  // namespace beatsync::cloud
