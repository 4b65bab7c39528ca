#include "report/click_track.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "media/audio_reader.h"
#include "media/probe.h"
#include "report/clicks.h"
#include "report/wav_writer.h"

namespace beatsync::report {
namespace {

constexpr int kChannels = 2;
constexpr std::size_t kBlockFrames = 16384;

}  // namespace

Result<void> write_click_track(const std::filesystem::path& song, const music::BeatGrid& grid,
                               const std::filesystem::path& output, const ClickTrackOptions& options,
                               const RunContext& context) {
    BEATSYNC_CHECK(check_clicks(song, output, options.song_gain, options.click_gain));
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
