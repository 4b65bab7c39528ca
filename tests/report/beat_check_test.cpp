// The video of a grid, judged by the ffmpeg program's decoding of it.

#include "report/beat_check.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <stop_token>
#include <string>
#include <vector>

#include "sound_files.h"
#include "temporary_folder.h"

namespace beatsync::report {
namespace {

constexpr int kRate = 48000;
constexpr int kSeconds = 4;

/// What a shell command prints.
std::string output_of(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string bytes;
    char block[65536];
    for (std::size_t n = 0; (n = std::fread(block, 1, sizeof block, pipe)) > 0;)
        bytes.append(block, n);
    return ::pclose(pipe) == 0 ? bytes : std::string();
}

struct Rgb {
    int red, green, blue;
};

/// The mean colour of each frame.
std::vector<Rgb> colours(const std::filesystem::path& video) {
    const std::string bytes = output_of("ffmpeg -nostdin -v error -i '" + video.string() +
                                        "' -vf scale=1:1:flags=area -pix_fmt rgb24 -f rawvideo -");
    std::vector<Rgb> result;
    for (std::size_t i = 0; i + 2 < bytes.size(); i += 3)
        result.push_back({static_cast<unsigned char>(bytes[i]), static_cast<unsigned char>(bytes[i + 1]),
                          static_cast<unsigned char>(bytes[i + 2])});
    return result;
}

std::vector<double> sound(const std::filesystem::path& video) {
    const std::string bytes =
        output_of("ffmpeg -nostdin -v error -i '" + video.string() + "' -ac 1 -ar 48000 -f s16le -");
    std::vector<double> result;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2)
        result.push_back(static_cast<std::int16_t>(static_cast<unsigned char>(bytes[i]) |
                                                   static_cast<unsigned char>(bytes[i + 1]) << 8U) /
                         32768.0);
    return result;
}

/// Where near `expected` a decaying cosine of this pitch fits the sound best.
std::int64_t onset_near(const std::vector<double>& heard, std::int64_t expected, double pitch) {
    std::int64_t best_at = -1;
    double best = 0;
    for (std::int64_t at = expected - 400; at <= expected + 400; ++at) {
        double sum = 0;
        for (std::int64_t i = 0; i < 700; ++i) {
            const double t = static_cast<double>(i) / kRate;
            const auto s = static_cast<std::size_t>(at + i);
            if (at + i >= 0 && s < heard.size())
                sum += heard[s] * std::exp(-t / 0.008) * std::cos(2 * std::numbers::pi * pitch * t);
        }
        if (sum > best) best = sum, best_at = at;
    }
    return best_at;
}

music::BeatGrid grid_at(const std::vector<std::int64_t>& times_us) {
    music::BeatGrid grid;
    for (std::size_t i = 0; i < times_us.size(); ++i)
        grid.beats.push_back({Time{times_us[i]}, 1, static_cast<std::uint8_t>((i + 3) % 4 + 1)});
    grid.duration = Time::from_ms(1000 * kSeconds);
    return grid;
}

const std::vector<std::int64_t> kBeats = {0,         508'334,   1'012'347, 1'508'300,
                                          2'000'011, 2'491'667, 3'000'000, 3'900'000};

class BeatCheck : public testing::Test {
protected:
    void make(const std::vector<float>& song, const BeatCheckOptions& options = {}) {
        ASSERT_TRUE(write_wav(folder / "song.wav", song, kRate, 1));
        const auto written =
            write_beat_check(folder / "song.wav", grid_at(kBeats), folder / "check.mp4", options, {});
        ASSERT_TRUE(written) << describe(written.error());
    }
    static std::vector<float> silence() { return std::vector<float>(std::size_t{kRate} * kSeconds); }
    TemporaryFolder folder;
};

TEST_F(BeatCheck, FlashesOnTheFrameNearestToEachBeat) {
    make(silence());
    const auto frames = colours(folder / "check.mp4");
    ASSERT_EQ(frames.size(), 60U * kSeconds);
    std::vector<std::int64_t> flashes;
    std::vector<bool> white;
    for (std::size_t f = 0; f < frames.size(); ++f) {
        if (frames[f].red < 200) continue;
        flashes.push_back(static_cast<std::int64_t>(f));
        white.push_back(frames[f].blue > 200);
    }
    ASSERT_EQ(flashes.size(), kBeats.size());
    for (std::size_t b = 0; b < kBeats.size(); ++b) {
        EXPECT_EQ(flashes[b], std::llround(static_cast<double>(kBeats[b]) * 60 / 1e6)) << "beat " << b;
        EXPECT_EQ(white[b], b % 4 != 1) << "downbeats are orange, beat " << b;
    }
    EXPECT_LT(frames[20].red, 60) << "dark between the beats";
}

TEST_F(BeatCheck, BeepsOnTheSampleOfEachBeat) {
    make(silence());
    const auto heard = sound(folder / "check.mp4");
    ASSERT_NEAR(static_cast<double>(heard.size()), double{kRate} * kSeconds, 1024);
    for (std::size_t b = 1; b < kBeats.size(); ++b) {
        const auto expected = std::llround(static_cast<double>(kBeats[b]) * kRate / 1e6);
        EXPECT_NEAR(static_cast<double>(onset_near(heard, expected, b % 4 == 1 ? 1600 : 1000)),
                    static_cast<double>(expected), 1)
            << "beat " << b << ": AAC, so a sample either way";
    }
}

TEST_F(BeatCheck, TheSongIsQuieterBeneath) {
    std::vector<float> song = silence();
    for (std::size_t i = 0; i < song.size(); ++i)
        song[i] = 0.5F * static_cast<float>(std::sin(2 * std::numbers::pi * 220 * double(i) / kRate));
    make(song);
    double loudest = 0;
    const auto heard = sound(folder / "check.mp4");
    for (std::size_t i = 12000; i < 23000; ++i)  // between two beats
        loudest = std::max(loudest, std::abs(heard.at(i)));
    EXPECT_NEAR(loudest, 0.5 * 0.4, 0.03);
}

TEST_F(BeatCheck, RefusesWhatMakesNoSenseAndLeavesNothing) {
    ASSERT_TRUE(write_wav(folder / "song.wav", silence(), kRate, 1));
    const auto grid = grid_at(kBeats);
    BeatCheckOptions loud;
    loud.song_gain = 0.8;
    EXPECT_EQ(write_beat_check(folder / "song.wav", grid, folder / "o.mp4", loud, {}).error().code,
              Errc::usage);
    EXPECT_EQ(write_beat_check(folder / "song.wav", grid, folder / "song.wav", {}, {}).error().code,
              Errc::usage);
    EXPECT_EQ(write_beat_check(folder / "none.wav", grid, folder / "o.mp4", {}, {}).error().code,
              Errc::input);
    std::stop_source stop;
    stop.request_stop();
    RunContext context;
    context.stop = stop.get_token();
    EXPECT_EQ(write_beat_check(folder / "song.wav", grid, folder / "o.mp4", {}, context).error().code,
              Errc::cancelled);
    EXPECT_EQ(folder.entries(), 1);
}

}  // namespace
}  // namespace beatsync::report
