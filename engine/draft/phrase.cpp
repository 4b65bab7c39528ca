#include "draft/phrase.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace beatsync::draft {

std::string tidy(std::string_view text) {
    constexpr std::size_t kMaxNameBytes = 60;
    std::string line(text.substr(0, kMaxNameBytes));
    if (text.size() > kMaxNameBytes) {
        const auto continues = [&](std::size_t i) {
            return (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
        };
        std::size_t end = kMaxNameBytes;
        while (end > 0 && continues(end))
            --end;
        line.resize(end);
        line += "…";
    }
    std::replace_if(
        line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
    return line;
}

std::string_view file_name(std::string_view path) {
    if (path.find("://") != std::string_view::npos) path = path.substr(0, path.find_first_of("?#"));
    path.remove_prefix(std::min(path.size(), path.find_last_of('/') + 1));
    return path;
}

std::string_view stem(std::string_view file_name) {
    const std::size_t dot = file_name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? file_name : file_name.substr(0, dot);
}

std::string seconds(Time t) {
    const std::int64_t tenths = mul_div(t.us, 1, 100'000);
    if (tenths % 10 == 0) return fmt::format("{}", tenths / 10);
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

std::string time_range(Time begin, Time end) {
    return fmt::format("{}-{}s", seconds(begin), seconds(end));
}

int percent(double volume) {
    return static_cast<int>(std::lround(std::clamp(100 * volume, 0.0, 9999.0)));
}

}  // namespace beatsync::draft
