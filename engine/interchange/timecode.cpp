#include "interchange/timecode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace beatsync::interchange {
namespace {

constexpr std::array<Timebase, 9> kTimebases{{
    {{24000, 1001}, 24, false},
    {{24, 1}, 24, false},
    {{25, 1}, 25, false},
    {{30000, 1001}, 30, true},
    {{30, 1}, 30, false},
    {{48, 1}, 48, false},
    {{50, 1}, 50, false},
    {{60000, 1001}, 60, true},
    {{60, 1}, 60, false},
}};

/// Frame numbers dropped at the start of each minute but every tenth: 2 at 29.97, 4 at 59.94.
std::int64_t dropped_a_minute(const Timebase& timebase) {
    return timebase.drop_frame ? timebase.nominal / 15 : 0;
}

std::int64_t frames_in_ten_minutes(const Timebase& timebase) {
    return std::int64_t{timebase.nominal} * 600 - 9 * dropped_a_minute(timebase);
}

/// The frame's number with those counted in that are dropped before it.
std::int64_t number_of(std::int64_t frame, const Timebase& timebase) {
    const std::int64_t dropped = dropped_a_minute(timebase);
    const std::int64_t minute = std::int64_t{timebase.nominal} * 60 - dropped;
    const std::int64_t tens = frame / frames_in_ten_minutes(timebase);
    const std::int64_t rest = frame % frames_in_ten_minutes(timebase);
    // The first minute of the ten is whole: `dropped` frames longer than the others.
    const std::int64_t minutes = rest < dropped ? 0 : (rest - dropped) / minute;
    return frame + dropped * (9 * tens + minutes);
}

/// How far `multiple`·rate is from a whole number of times, as a fraction of it.
double misfit(const Timebase& timebase, Rate rate) {
    const double ratio = timebase.rate.value() / rate.value();
    const double whole = std::max(1.0, std::round(ratio));
    return std::abs(ratio / whole - 1);
}

}  // namespace

Timebase timebase_for(Rate rate) {
    assert(rate.valid());
    // 29.97 and 30 differ by 0.1 %; containers round 29.97 to 2997/100 or to 29.97003.
    constexpr double kSame = 0.0003;
    for (const Timebase& timebase : kTimebases)
        if (misfit(timebase, rate) < kSame) return timebase;
    Timebase nearest = kTimebases[0];
    for (const Timebase& timebase : kTimebases)
        if (std::abs(timebase.rate.value() - rate.value()) < std::abs(nearest.rate.value() - rate.value()))
            nearest = timebase;
    return nearest;
}

std::string format_timecode(std::int64_t frame, const Timebase& timebase) {
    assert(frame >= 0);
    const std::int64_t number = number_of(frame % (24 * frames_in_hour(timebase)), timebase);
    const std::int64_t seconds = number / timebase.nominal;
    return fmt::format("{:02}:{:02}:{:02}{}{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       timebase.drop_frame ? ';' : ':', number % timebase.nominal);
}

std::int64_t frames_in_hour(const Timebase& timebase) {
    return 6 * frames_in_ten_minutes(timebase);
}

}  // namespace beatsync::interchange
