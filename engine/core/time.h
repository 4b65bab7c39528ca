#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "core/error.h"

namespace beatsync {

/// A point in time or a length, in whole microseconds. Positions are computed from an index, never by adding
/// up lengths: rounded frame lengths summed at 29.97 fps drift by 72 ms in two hours.
struct Time {
    std::int64_t us = 0;

    [[nodiscard]] static Time from_seconds(double seconds);  ///< nearest; saturates, NaN gives 0
    [[nodiscard]] static constexpr Time from_ms(std::int64_t ms) { return Time{ms * 1000}; }
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(us) / 1e6; }

    friend constexpr auto operator<=>(Time, Time) = default;
    friend constexpr Time operator+(Time a, Time b) { return Time{a.us + b.us}; }
    friend constexpr Time operator-(Time a, Time b) { return Time{a.us - b.us}; }
    friend constexpr Time operator-(Time a) { return Time{-a.us}; }
    constexpr Time& operator+=(Time b) {
        us += b.us;
        return *this;
    }
    constexpr Time& operator-=(Time b) {
        us -= b.us;
        return *this;
    }
};

/// Half-open: [begin, end).
struct TimeRange {
    Time begin;
    Time end;

    [[nodiscard]] constexpr Time length() const { return end - begin; }
    [[nodiscard]] constexpr bool empty() const { return end <= begin; }
    [[nodiscard]] constexpr bool contains(Time t) const { return begin <= t && t < end; }
    [[nodiscard]] constexpr bool overlaps(const TimeRange& o) const { return begin < o.end && o.begin < end; }
    friend constexpr bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// Frames (or samples) a second, as a fraction: 30000/1001. Both parts are positive.
struct Rate {
    std::int32_t num = 30;
    std::int32_t den = 1;

    [[nodiscard]] constexpr double value() const { return static_cast<double>(num) / den; }
    [[nodiscard]] constexpr bool valid() const { return num > 0 && den > 0; }
    /// When frame `index` begins, to the nearest microsecond. 128-bit inside: exact for any int64 that fits.
    [[nodiscard]] Time time_of(std::int64_t index) const;
    /// The frame boundary nearest to `t` (ties upwards).
    [[nodiscard]] std::int64_t nearest_index(Time t) const;
    /// The frame on screen at `t`: the last one that begins at or before it.
    [[nodiscard]] std::int64_t index_at(Time t) const;

    friend constexpr bool operator==(const Rate&, const Rate&) = default;
};

/// value·num/den, rounded to nearest (ties away from zero), 128-bit intermediate, saturating. den > 0.
[[nodiscard]] std::int64_t mul_div(std::int64_t value, std::int64_t num, std::int64_t den);

/// "12.345", "1:02.5", "0:30", "1:00:00", "30s", "250ms" → Time. Errc::usage when it is none of these.
[[nodiscard]] Result<Time> parse_time(const std::string& text);

/// "30", "29.97" (the nearest NTSC rate), "30000/1001" → Rate, 1 to 1000 fps. Errc::usage otherwise.
[[nodiscard]] Result<Rate> parse_rate(const std::string& text);

/// "1:02.345"; milliseconds, hours only when needed.
[[nodiscard]] std::string format_time(Time t);

}  // namespace beatsync
