#include "core/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace beatsync {
namespace {

__extension__ typedef __int128 Int128;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMicroseconds = 1'000'000;

std::int64_t saturate(Int128 v) {
    if (v > kMax) return kMax;
    if (v < kMin) return kMin;
    return static_cast<std::int64_t>(v);
}

Int128 floor_div(Int128 a, Int128 b) {
    const Int128 q = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? q - 1 : q;
}

/// A plain non-negative decimal ("12", "12.5", ".5"): no sign, exponent, hex, inf or nan.
std::optional<double> parse_decimal(std::string_view s) {
    const bool plain = !s.empty() && s.size() <= 18 && std::all_of(s.begin(), s.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.';
    });
    if (!plain || s == ".") return std::nullopt;
    double value = 0;
    const auto [end, ec] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (ec != std::errc{} || end != s.data() + s.size()) return std::nullopt;
    return value;
}

std::optional<std::int32_t> parse_int(std::string_view s) {
    std::int32_t value = 0;
    const auto [end, ec] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (ec != std::errc{} || end != s.data() + s.size()) return std::nullopt;
    return value;
}

bool take_suffix(std::string_view& s, std::string_view suffix) {
    if (s.size() <= suffix.size() || s.substr(s.size() - suffix.size()) != suffix) return false;
    s.remove_suffix(suffix.size());
    return true;
}

/// Seconds of "S", "M:S" or "H:M:S"; the parts after the first must be under 60.
std::optional<double> parse_clock(std::string_view s) {
    double total = 0;
    for (int part = 0; part < 3; ++part) {
        const auto colon = s.find(':');
        const std::string_view field = s.substr(0, colon);
        const bool last = colon == std::string_view::npos;
        if (!last && field.find('.') != std::string_view::npos) return std::nullopt;
        const auto value = parse_decimal(field);
        if (!value || (part > 0 && *value >= 60)) return std::nullopt;
        total = total * 60 + *value;
        if (last) return total;
        s.remove_prefix(colon + 1);
    }
    return std::nullopt;
}

}  // namespace

Time Time::from_seconds(double seconds) {
    if (std::isnan(seconds)) return {};
    const double us = seconds * 1e6;
    if (us >= 9.2e18) return Time{kMax};
    if (us <= -9.2e18) return Time{kMin};
    return Time{std::llround(us)};
}

std::int64_t mul_div(std::int64_t value, std::int64_t num, std::int64_t den) {
    const Int128 product = static_cast<Int128>(value) * num;
    const Int128 half = den / 2;
    return saturate(product >= 0 ? (product + half) / den : (product - half) / den);
}

Time Rate::time_of(std::int64_t index) const {
    return Time{mul_div(index, static_cast<std::int64_t>(den) * kMicroseconds, num)};
}

std::int64_t Rate::nearest_index(Time t) const {
    const Int128 scaled = static_cast<Int128>(t.us) * num * 2 + static_cast<Int128>(den) * kMicroseconds;
    return saturate(floor_div(scaled, static_cast<Int128>(den) * kMicroseconds * 2));
}

std::int64_t Rate::index_at(Time t) const {
    // time_of rounds to the microsecond, so frame k may begin up to half of one before k·den/num.
    const std::int64_t near = nearest_index(t);
    return time_of(near) <= t ? near : near - 1;
}

Result<Time> parse_time(const std::string& text) {
    std::string_view s = text;
    std::optional<double> seconds;
    if (take_suffix(s, "ms")) {
        seconds = parse_decimal(s);
        if (seconds) *seconds /= 1000;
    } else {
        take_suffix(s, "s");
        seconds = parse_clock(s);
    }
    if (!seconds || *seconds > 1e9)
        return fail(Errc::usage, fmt::format("'{}' is not a time", text), "write 30s, 12.5, 1:30 or 250ms");
    return Time::from_seconds(*seconds);
}

Result<Rate> parse_rate(const std::string& text) {
    const auto bad = [&] {
        return fail(Errc::usage, fmt::format("'{}' is not a frame rate", text),
                    "write 30, 29.97 or 30000/1001");
    };
    std::string_view s = text;
    Rate rate;
    if (const auto slash = s.find('/'); slash != std::string_view::npos) {
        const auto num = parse_int(s.substr(0, slash));
        const auto den = parse_int(s.substr(slash + 1));
        if (!num || !den) return bad();
        rate = {*num, *den};
    } else {
        const auto value = parse_decimal(s);
        if (!value || *value < 1 || *value > 1000) return bad();
        const double nearest = std::round(*value);
        if (std::abs(*value - nearest) < 1e-9) {
            rate = {static_cast<std::int32_t>(nearest), 1};
        } else if (const double up = std::ceil(*value); std::abs(*value - up * 1000 / 1001) < 0.006) {
            rate = {static_cast<std::int32_t>(up) * 1000, 1001};
        } else {
            rate = {static_cast<std::int32_t>(std::lround(*value * 1000)), 1000};
        }
    }
    if (!rate.valid() || rate.value() < 1 || rate.value() > 1000) return bad();
    return rate;
}

std::string format_time(Time t) {
    // Negating the smallest int64 would overflow; it is no time that a person sees.
    const std::int64_t magnitude = t.us == kMin ? kMax : std::abs(t.us);
    const std::int64_t ms = mul_div(magnitude, 1, 1000);
    const std::int64_t minutes = ms / 60'000;
    const std::string_view sign = t.us < 0 ? "-" : "";
    if (minutes >= 60) {
        return fmt::format("{}{}:{:02}:{:02}.{:03}", sign, minutes / 60, minutes % 60, ms / 1000 % 60,
                           ms % 1000);
    }
    return fmt::format("{}{}:{:02}.{:03}", sign, minutes, ms / 1000 % 60, ms % 1000);
}

}  // namespace beatsync
