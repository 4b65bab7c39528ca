#include "report/clicks.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <system_error>

namespace beatsync::report {
namespace {

constexpr double kDecay = 0.008;         // seconds until a click has fallen to 1/e
constexpr double kLength = 0.06;         // seconds: by then it is 65 dB down
constexpr double kBeatPitch = 1000;      // Hz
constexpr double kDownbeatPitch = 1600;  // Hz
constexpr double kBeatLevel = 0.7;       // of a downbeat's

}  // namespace

double Clicks::at(std::int64_t frame) {
    while (upcoming_ <= frame) {
        begin_ = frame;
        downbeat_ = grid_.beats[next_].position_in_bar == 1;
        ++next_;
        aim();
    }
    if (begin_ < 0) return 0;
    const double t = static_cast<double>(frame - begin_) / rate_;
    if (t > kLength) return 0;
    // A cosine begins at its peak: the onset is the beat's own sample, not one on the way up to it.
    const double pitch = downbeat_ ? kDownbeatPitch : kBeatPitch;
    return (downbeat_ ? 1 : kBeatLevel) * std::exp(-t / kDecay) * std::cos(2 * std::numbers::pi * pitch * t);
}

void Clicks::aim() {
    upcoming_ = next_ < grid_.beats.size() ? mul_div(grid_.beats[next_].at.us, rate_, 1'000'000) : kNever;
}

Result<void> check_clicks(const std::filesystem::path& song, const std::filesystem::path& output,
                          double song_gain, double click_gain) {
    const auto in_range = [](double gain) { return gain >= 0 && gain <= 1; };
    if (!in_range(song_gain) || !in_range(click_gain) || song_gain + click_gain > 1)
        return fail(Errc::usage, "the gains of song and clicks are 0 to 1, and together at most 1");
    std::error_code ec;
    if (std::filesystem::equivalent(song, output, ec))
        return fail(Errc::usage, fmt::format("{} is the song itself", output.string()),
                    "give the output another name");
    return {};
}

}  // namespace beatsync::report
