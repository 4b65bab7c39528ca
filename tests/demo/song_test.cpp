#include "cli/demo/song/song.h"

#include <ebur128.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "cli/demo/demo_media.h"
#include "cli/demo/song/score.h"

namespace beatsync::cli::song {
namespace {

struct Deleter {
    void operator()(ebur128_state* p) const { ebur128_destroy(&p); }
};

Stereo sound() {
    auto made = make_song({});
    EXPECT_TRUE(made);
    return *std::move(made);
}

TEST(Song, is_the_same_each_time_and_is_a_wav_file) {
    const std::string first = wav_bytes(sound());
    EXPECT_EQ(first, wav_bytes(sound()));
    EXPECT_EQ(first.substr(0, 4), "RIFF");
    EXPECT_EQ(first.substr(8, 8), "WAVEfmt ");
    EXPECT_EQ(first.size(), 44 + 4 * song_frames());
}

TEST(Song, is_as_loud_as_music_on_the_web_and_does_not_clip) {
    const Stereo song = sound();
    const std::unique_ptr<ebur128_state, Deleter> meter(
        ebur128_init(2, kSampleRate, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK));
    for (std::size_t i = 0; i < song.size(); ++i) {
        const float frame[] = {song.left[i], song.right[i]};
        ASSERT_EQ(ebur128_add_frames_float(meter.get(), frame, 1), EBUR128_SUCCESS);
    }
    double lufs = 0;
    double peak_left = 0;
    double peak_right = 0;
    ASSERT_EQ(ebur128_loudness_global(meter.get(), &lufs), EBUR128_SUCCESS);
    ASSERT_EQ(ebur128_true_peak(meter.get(), 0, &peak_left), EBUR128_SUCCESS);
    ASSERT_EQ(ebur128_true_peak(meter.get(), 1, &peak_right), EBUR128_SUCCESS);
    EXPECT_GT(lufs, -15.0);
    EXPECT_LT(lufs, -12.0);
    EXPECT_LT(20 * std::log10(std::max(peak_left, peak_right)), -1.0);
}

/// How much the treble's energy grows at sample `at`: 3 ms after it over 3 ms before.
double growth(const Stereo& song, std::ptrdiff_t at) {
    constexpr std::ptrdiff_t kWindow = 144;
    const auto energy = [&](std::ptrdiff_t from) {
        double sum = 1e-9;
        for (std::ptrdiff_t i = std::max<std::ptrdiff_t>(from, 1); i < from + kWindow; ++i) {
            const auto k = static_cast<std::size_t>(i);
            const double d = static_cast<double>(song.left[k]) - static_cast<double>(song.left[k - 1]);
            sum += d * d;
        }
        return sum;
    };
    return energy(at) / energy(at - kWindow);
}

TEST(Song, has_an_onset_at_each_claimed_beat_of_the_drops) {
    const Stereo song = sound();
    int heard = 0;
    int claimed = 0;
    const auto beats = demo_song_beats();
    for (std::size_t i = 0; i < beats.size(); ++i) {
        const Part part = part_of(static_cast<int>(i) / 4);
        if (i + 1 == beats.size() || (part != Part::drop && part != Part::second_drop)) continue;
        ++claimed;
        // The nearest other step is 121 ms away: within 50 ms there is this onset alone.
        const auto centre = static_cast<std::ptrdiff_t>(beats[i] * kSampleRate);
        std::ptrdiff_t best = centre;
        for (std::ptrdiff_t at = centre - 2400; at <= centre + 2400; at += 12)
            if (growth(song, at) > growth(song, best)) best = at;
        if (std::abs(best - centre) <= 96) ++heard;  // 2 ms
    }
    EXPECT_EQ(claimed, 64);
    EXPECT_GE(heard, 61);
}

TEST(Song, stops_on_request) {
    std::stop_source stop;
    stop.request_stop();
    RunContext context;
    context.stop = stop.get_token();
    const auto made = make_song(context);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::cancelled);
}

}  // namespace
}  // namespace beatsync::cli::song
