#include "cloud/http_head.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

namespace beatsync::cloud {
namespace {

// A year: longer than anybody waits, and safe to count with.
constexpr double kLongestRetry = 366.0 * 24 * 3600;

std::string_view trim(std::string_view text) {
    const char* blank = " \t\r\n";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [&](char x, char y) { return lower(x) == lower(y); });
}

/// Digits alone, 0 to 2^63-1.
std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The three forms of RFC 9110, section 5.6.7.
std::optional<double> date(const std::string& text) {
    const time_t time = curl_getdate(text.c_str(), nullptr);
    if (time == -1) return std::nullopt;
    return static_cast<double>(time);
}

/// RFC 9110, section 10.2.3: seconds or a date.
std::optional<Seconds> retry_after(const std::string& text, double now) {
    double wait = 0;
    if (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        wait = static_cast<double>(number(text).value_or(std::int64_t{1} << 62U));
    } else if (const auto when = date(text)) {
        wait = *when - now;
    } else {
        return std::nullopt;
    }
    return Seconds(std::clamp(wait, 0.0, kLongestRetry));
}

/// "bytes 5-9/100", "bytes 5-9/*", "bytes */100" (RFC 9110, section 14.4).
void content_range(std::string_view text, ResponseHead& head) {
    if (text.size() < 6 || !same_name(text.substr(0, 6), "bytes ")) return;
    text = trim(text.substr(6));
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return;
    head.range_begin = number(text.substr(0, std::min(text.find('-'), slash)));
    head.range_total = number(text.substr(slash + 1));
}

}  // namespace

bool HeadReader::take(std::string_view line) {
    bytes_ += line.size();
    if (bytes_ > kMaxBytes) return false;
    if (line.substr(0, 5) == "HTTP/") {
        begin(line);
        return true;
    }
    line = trim(line);
    if (line.empty()) {
        finish();
        return true;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && !complete_)
        field(line.substr(0, colon), trim(line.substr(colon + 1)));
    return true;
}

void HeadReader::begin(std::string_view line) {
    head_ = {};
    complete_ = encoded_ = false;
    retry_after_.clear();
    date_.clear();
    const auto space = line.find(' ');
    if (space != std::string_view::npos)
        head_.status = static_cast<int>(number(trim(line.substr(space + 1, 3))).value_or(0));
}

void HeadReader::field(std::string_view name, std::string_view value) {
    if (same_name(name, "content-type")) head_.content_type = value;
    if (same_name(name, "content-length")) head_.content_length = number(value);
    if (same_name(name, "content-range")) content_range(value, head_);
    if (same_name(name, "content-encoding")) encoded_ = !same_name(value, "identity");
    if (same_name(name, "etag")) head_.etag = value;
    if (same_name(name, "location")) head_.location = value;
    if (same_name(name, "retry-after")) retry_after_ = value;
    if (same_name(name, "date")) date_ = value;
}

void HeadReader::finish() {
    if (!begun()) return;
    complete_ = true;
    if (encoded_) head_.content_length.reset();
    // By the server's own clock where it says it: ours may be off by hours.
    head_.retry_after = retry_after(retry_after_, date(date_).value_or(unix_time_));
}

}  // namespace beatsync::cloud
