#include "report/beat_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "core/file.h"
#include "media/audio_reader.h"
#include "media/mp4_writer.h"
#include "media/probe.h"
#include "media/scaler.h"
#include "report/canvas.h"
#include "report/clicks.h"

namespace beatsync::report {
namespace {

constexpr int kSampleRate = 48000;
constexpr int kChannels = 2;
constexpr Color kGround = rgb(0x101014);
constexpr Color kInk = rgb(0xE8E8F0);
constexpr Color kFaint = rgb(0x3A3A46);
constexpr Color kBeatFlash = rgb(0xFFFFFF);
constexpr Color kDownbeatFlash = rgb(0xFF9A00);
// The frame of the beat is full; what follows is dim enough not to be taken for it, and still seen.
constexpr std::array<double, 6> kFlash = {1, 0.35, 0.22, 0.13, 0.07, 0.03};

/// The bar of each beat, from 1; a pickup before the first downbeat is bar 0.
std::vector<int> bars_of(const music::BeatGrid& grid) {
    std::vector<int> bars;
    int bar = 0;
    for (const music::Beat& beat : grid.beats) {
        if (beat.position_in_bar == 1) ++bar;
        bars.push_back(bar);
    }
    return bars;
}

/// Draws the frames of the video in turn.
class Picture {
public:
    Picture(const music::BeatGrid& grid, const BeatCheckOptions& options)
        : grid_(grid), options_(options), bars_(bars_of(grid)) {
        for (const music::Beat& beat : grid.beats)
            longest_bar_ = std::max(longest_bar_, int{beat.position_in_bar});
    }

    /// Call with 0, 1, 2 …
    Result<media::RgbImage> draw(std::int64_t frame) {
        while (begun_ < grid_.beats.size() && options_.fps.nearest_index(grid_.beats[begun_].at) <= frame)
            ++begun_;
        return draw_image(options_.width, options_.height, [&](Canvas& canvas) -> Result<void> {
            paint(canvas, frame);
            return {};
        });
    }

private:
    void paint(Canvas& canvas, std::int64_t frame) {
        const double w = options_.width;
        const double h = options_.height;
        canvas.fill({0, 0, w, h}, kGround);
        const double flash = begun_ > 0 ? flash_at(frame) : 0;
        if (flash > 0) canvas.fill({0, 0, w, h}, colour().with_alpha(flash));
        const Color ink = flash == 1 ? kGround : kInk;
        const auto middle = [&](double y, double size, const std::string& text) {
            canvas.text({w / 2, y * h}, text, {size * h, ink, true, Align::centre});
        };
        middle(0.17, 0.09, format_time(options_.fps.time_of(frame)));
        if (begun_ == 0) return middle(0.55, 0.09, "before the first beat");
        const music::Beat& beat = grid_.beats[begun_ - 1];
        middle(0.56, 0.36, beat.position_in_bar > 0 ? fmt::format("{}", beat.position_in_bar) : "·");
        if (longest_bar_ > 0) paint_bar(canvas, beat.position_in_bar, ink);
        const std::string bar = longest_bar_ > 0 ? fmt::format("bar {}   ", bars_[begun_ - 1]) : "";
        middle(0.88, 0.075, fmt::format("{}beat {} at {}", bar, begun_, format_time(beat.at)));
    }

    /// A square for each beat of the bar.
    void paint_bar(Canvas& canvas, int position, Color ink) const {
        const double size = 0.05 * options_.height;
        const double left = options_.width / 2.0 - size * (1.5 * longest_bar_ - 0.5) / 2;
        for (int i = 1; i <= longest_bar_; ++i)
            canvas.fill({left + 1.5 * size * (i - 1), 0.66 * options_.height, size, size},
                        i == position ? ink : kFaint);
    }

    [[nodiscard]] double flash_at(std::int64_t frame) const {
        const std::int64_t age = frame - options_.fps.nearest_index(grid_.beats[begun_ - 1].at);
        return age < std::ssize(kFlash) ? kFlash[static_cast<std::size_t>(age)] : 0;
    }
    [[nodiscard]] Color colour() const {
        return grid_.beats[begun_ - 1].position_in_bar == 1 ? kDownbeatFlash : kBeatFlash;
    }

    const music::BeatGrid& grid_;
    const BeatCheckOptions& options_;
    std::vector<int> bars_;
    int longest_bar_ = 0;
    std::size_t begun_ = 0;  // beats that have begun by the frame
};

/// Pictures as the encoder wants them.
class Converter {
public:
    Result<media::av::FramePtr> convert(const media::RgbImage& image) {
        media::av::FramePtr frame(av_frame_alloc());
        if (!frame) return fail(Errc::media, "no memory for a picture");
        frame->format = AV_PIX_FMT_RGB24;
        frame->width = image.width;
        frame->height = image.height;
        if (av_frame_get_buffer(frame.get(), 0) < 0) return fail(Errc::media, "no memory for a picture");
        const auto row_bytes = static_cast<std::size_t>(image.width) * 3;
        for (int y = 0; y < image.height; ++y)
            std::memcpy(frame->data[0] + std::ptrdiff_t{y} * frame->linesize[0],
                        image.pixels.data() + static_cast<std::size_t>(y) * row_bytes, row_bytes);
        VideoInfo info;
        info.width = info.coded_width = image.width;
        info.height = info.coded_height = image.height;
        BEATSYNC_TRY(auto canvas, media::make_canvas(image.width, image.height));
        BEATSYNC_CHECK(scaler_.draw(*frame, info, {0, 0, double(image.width), double(image.height)}, *canvas,
                                    0, 0, image.width, image.height));
        return canvas;
    }

private:
    media::Scaler scaler_;
};

/// The song with clicks, as long as wanted.
class Sound {
public:
    Sound(media::AudioReader reader, const music::BeatGrid& grid, const BeatCheckOptions& options)
        : reader_(std::move(reader)), clicks_(grid, kSampleRate), options_(options) {}

    /// Fills `block`: silence where the song has ended.
    Result<void> read(std::span<float> block) {
        std::size_t filled = 0;
        while (filled < block.size() && !ended_) {
            BEATSYNC_TRY(const std::size_t count, reader_.read(block.subspan(filled)));
            ended_ = count == 0;
            filled += count * kChannels;
        }
        std::fill(block.begin() + static_cast<std::ptrdiff_t>(filled), block.end(), 0.0F);
        for (std::size_t i = 0; i < block.size(); i += kChannels, ++at_) {
            const double click = options_.click_gain * clicks_.at(at_);
            for (float& sample : block.subspan(i, kChannels))
                sample = static_cast<float>(options_.song_gain * double{sample} + click);
        }
        return {};
    }

private:
    media::AudioReader reader_;
    Clicks clicks_;
    const BeatCheckOptions& options_;
    std::int64_t at_ = 0;
    bool ended_ = false;
};

media::WriterOptions writer_options(const BeatCheckOptions& options) {
    media::WriterOptions writer;
    writer.width = options.width;
    writer.height = options.height;
    writer.fps = options.fps;
    writer.quality = media::Quality::draft;
    writer.sample_rate = kSampleRate;
    writer.channels = kChannels;
    return writer;
}

}  // namespace

Result<void> write_beat_check(const std::filesystem::path& song, const music::BeatGrid& grid,
                              const std::filesystem::path& output, const BeatCheckOptions& options,
                              const RunContext& context) {
    BEATSYNC_CHECK(check_clicks(song, output, options.song_gain, options.click_gain));
    BEATSYNC_TRY(const auto info, media::probe(song));
    if (!info.audio) return fail(Errc::input, fmt::format("there is no sound in {}", song.string()));
    BEATSYNC_TRY(auto reader, media::AudioReader::open(song, {kSampleRate, kChannels}));
    BEATSYNC_TRY(auto file, AtomicFile::create(output));
    BEATSYNC_TRY(auto writer, media::Mp4Writer::open(file.temporary(), writer_options(options)));

    Picture picture(grid, options);
    Converter converter;
    Sound sound(std::move(reader), grid, options);
    const std::int64_t frames = std::max<std::int64_t>(options.fps.nearest_index(grid.duration), 1);
    std::vector<float> block;
    std::int64_t sample = 0;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        if (context.stopped()) return fail_cancelled();
        BEATSYNC_TRY(const auto image, picture.draw(frame));
        BEATSYNC_TRY(const auto converted, converter.convert(image));
        BEATSYNC_CHECK(writer.write_video(*converted));
        const std::int64_t end = mul_div(options.fps.time_of(frame + 1).us, kSampleRate, 1'000'000);
        block.resize(static_cast<std::size_t>(end - sample) * kChannels);
        sample = end;
        BEATSYNC_CHECK(sound.read(block));
        BEATSYNC_CHECK(writer.write_audio(block));
        context.advance("beat check", static_cast<double>(frame + 1) / static_cast<double>(frames));
    }
    BEATSYNC_CHECK(writer.finish());
    return file.commit();
}

}  // namespace beatsync::report
