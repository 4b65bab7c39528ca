#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace beatsync::cli {
namespace {

constexpr double kTrustedFraction = 0.02;
constexpr std::chrono::duration<double> kTrustedTime(1.0);
constexpr int kStageWidth = 14;
constexpr int kLongestBar = 40;

int percent(double fraction) {
    return static_cast<int>(std::floor(std::clamp(fraction, 0.0, 1.0) * 100));  // 100 % only when it is done
}

std::string clock_text(std::chrono::seconds time) {
    const auto s = time.count();
    if (s >= 3600) return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    return fmt::format("{}:{:02}", s / 60, s % 60);
}

}  // namespace

std::optional<std::chrono::seconds> time_left(double fraction, std::chrono::duration<double> elapsed) {
    if (fraction < kTrustedFraction || elapsed < kTrustedTime) return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(elapsed / fraction * (1 - std::min(fraction, 1.0)));
}

std::string progress_bar(const ProgressState& state, int width) {
    const std::string left = state.remaining ? fmt::format("  {} left", clock_text(*state.remaining)) : "";
    const std::string head = fmt::format("{:<{}}", state.stage, kStageWidth);
    const std::string tail = fmt::format(" {:3} %{}", percent(state.fraction), left);
    const int room = width - static_cast<int>(head.size() + tail.size()) - 4;
    const int length = std::clamp(room, 0, kLongestBar);
    const int filled = static_cast<int>(std::lround(std::clamp(state.fraction, 0.0, 1.0) * length));
    std::string text =
        length < 4 ? head + tail
                   : fmt::format("{} [{:#<{}}{:-<{}}]{}", head, "", filled, "", length - filled, tail);
    text.resize(std::min(text.size(), static_cast<std::size_t>(std::max(0, width - 1))));
    return text;
}

std::string progress_line(const ProgressState& state) {
    std::string text = fmt::format("{} {} %", state.stage, percent(state.fraction));
    if (state.remaining) text += fmt::format(", {} left", clock_text(*state.remaining));
    return text;
}

}  // namespace beatsync::cli
