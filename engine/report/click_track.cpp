#include "report/click_track.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

#include "media/audio_reader.h"
#include "media/probe.h"
#include "report/wav_writer.h"

namespace beatsync::report {
namespace {

constexpr int kChannels = 2;
constexpr std::size_t kBlockFrames = 16384;
constexpr double kDecay = 0.008;         // seconds until a click has fallen to 1/e
constexpr double kLength = 0.06;         // seconds: by then it is 65 dB down
constexpr double kBeatPitch = 1000;      // Hz
constexpr double kDownbeatPitch = 1600;  // Hz
constexpr double kBeatLevel = 0.7;       // of a downbeat's

/// The clicks of a grid, sample by sample. One at a time: the next cuts off the last, so that the sum never
/// exceeds one click.
class Clicks {
public:
    Clicks(const music::BeatGrid& grid, int sample_rate) : grid_(grid), rate_(sample_rate) { aim(); }

    /// The sample at `frame`, full scale ±1. Call with 0, 1, 2 …
    [[nodiscard]] double at(std::int64_t frame) {
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
        return (downbeat_ ? 1 : kBeatLevel) * std::exp(-t / kDecay) *
               std::cos(2 * std::numbers::pi * pitch * t);
    }

private:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

    void aim() {
        upcoming_ = next_ < grid_.beats.size() ? mul_div(grid_.beats[next_].at.us, rate_, 1'000'000) : kNever;
    }

    const music::BeatGrid& grid_;
    int rate_;
    std::size_t next_ = 0;
    std::int64_t upcoming_ = kNever;  // frame at which beat next_ begins
    std::int64_t begin_ = -1;         // of the click that sounds
    bool downbeat_ = false;
};

Result<void> check(const std::filesystem::path& song, const std::filesystem::path& output,
                   const ClickTrackOptions& options) {
    const auto in_range = [](double gain) { return gain >= 0 && gain <= 1; };
    if (!in_range(options.song_gain) || !in_range(options.click_gain) ||
        options.song_gain + options.click_gain > 1)
        return fail(Errc::usage, "the gains of song and clicks are 0 to 1, and together at most 1");
    std::error_code ec;
    if (std::filesystem::equivalent(song, output, ec))
        return fail(Errc::usage, fmt::format("{} is the song itself", output.string()),
                    "give the click track another name");
    return {};
}

}  // namespace

Result<void> write_click_track(const std::filesystem::path& song, const music::BeatGrid& grid,
                               const std::filesystem::path& output, const ClickTrackOptions& options,
                               const RunContext& context) {
    BEATSYNC_CHECK(check(song, output, options));
    BEATSYNC_TRY(const auto info, media::probe(song));
    if (!info.audio) return fail(Errc::input, fmt::format("there is no sound in {}", song.string()));
    const int rate = std::clamp(info.audio->sample_rate, 8000, 192'000);
    BEATSYNC_TRY(auto reader, media::AudioReader::open(song, {rate, kChannels}));
    BEATSYNC_TRY(auto writer, WavWriter::create(output, {rate, kChannels}));

    Clicks clicks(grid, rate);
    std::vector<float> block(kBlockFrames * kChannels);
    const double total = std::max(grid.duration.seconds() * rate, 1.0);
    for (std::int64_t frame = 0;;) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(const std::size_t count, reader.read(block));
        if (count == 0) break;
        const std::span<float> filled = std::span(block).first(count * kChannels);
        for (std::size_t i = 0; i < filled.size(); i += kChannels, ++frame) {
            const double click = options.click_gain * clicks.at(frame);
            for (float& sample : filled.subspan(i, kChannels))
                sample = static_cast<float>(options.song_gain * double{sample} + click);
        }
        BEATSYNC_CHECK(writer.write(filled));
        context.advance("click track", std::min(static_cast<double>(frame) / total, 1.0));
    }
    return writer.finish();
}

}  // namespace beatsync::report
