#include "cloud/timestamp.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

namespace beatsync::cloud {
namespace {

constexpr double kLatest = 95e9;  // the year 4980, in seconds

/// Takes `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int number = 0;
    const char* const end = text.data() + digits;
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || at != end || number < 0) return std::nullopt;
    text.remove_prefix(digits);
    return number;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<double> take_fraction(std::string_view& text) {
    double value = 0;
    double scale = 1;
    bool any = false;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        scale /= 10;
        value += scale * (text.front() - '0');
        text.remove_prefix(1);
        any = true;
    }
    if (!any) return std::nullopt;
    return value;
}

/// Seconds east of Greenwich.
std::optional<int> take_zone(std::string_view text) {
    if (text.empty() || text == "Z" || text == "z") return 0;
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, "+-")) return std::nullopt;
    const auto hours = take_number(text, 2);
    (void)take(text, ":");
    const auto minutes = take_number(text, 2);
    if (!hours || !minutes || !text.empty()) return std::nullopt;
    return sign * (*hours * 3600 + *minutes * 60);
}

}  // namespace

std::optional<double> parse_timestamp(std::string_view text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, "-")) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!month || !take(text, "-")) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day || !take(text, "Tt ")) return std::nullopt;
    const auto hour = take_number(text, 2);
    if (!hour || !take(text, ":")) return std::nullopt;
    const auto minute = take_number(text, 2);
    if (!minute || !take(text, ":")) return std::nullopt;
    const auto second = take_number(text, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    double fraction = 0;
    if (take(text, ".")) {
        const auto digits = take_fraction(text);
        if (!digits) return std::nullopt;
        fraction = *digits;
    }
    const auto zone = take_zone(text);
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!zone || !date.ok()) return std::nullopt;
    const auto days = static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
    return days * 86400 + *hour * 3600 + *minute * 60 + *second + fraction - *zone;
}

double unix_time_of(double number) {
    return number > kLatest ? number / 1000 : number;
}

std::string format_timestamp(double unix_time) {
    const std::chrono::sys_seconds at{std::chrono::seconds(std::llround(std::floor(unix_time)))};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(at - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace beatsync::cloud
