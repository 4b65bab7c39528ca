#include "report/click_track.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <stop_token>
#include <vector>

#include "sound_files.h"
#include "temporary_folder.h"
#include "wav_file.h"

namespace beatsync::report {
namespace {

music::BeatGrid grid_at(const std::vector<std::int64_t>& times_us) {
    music::BeatGrid grid;
    for (std::size_t i = 0; i < times_us.size(); ++i)
        grid.beats.push_back({Time{times_us[i]}, 1, static_cast<std::uint8_t>(i % 4 + 1)});
    grid.duration = Time::from_ms(4000);
    return grid;
}

/// Frames at which sound sets in after 20 ms of silence.
std::vector<std::int64_t> onsets(const WavFile& wav) {
    std::vector<std::int64_t> found;
    std::int64_t quiet = wav.sample_rate;
    for (std::size_t i = 0; i + 1 < wav.samples.size(); i += 2) {
        const bool sounds = wav.samples[i] != 0;
        if (sounds && quiet > wav.sample_rate / 50) found.push_back(static_cast<std::int64_t>(i / 2));
        quiet = sounds ? 0 : quiet + 1;
    }
    return found;
}

class ClickTrack : public testing::TestWithParam<int> {
protected:
    TemporaryFolder folder;
};

TEST_P(ClickTrack, ClicksBeginOnTheSampleOfTheBeat) {
    const int rate = GetParam();
    ASSERT_TRUE(
        write_wav(folder / "song.wav", std::vector<float>(static_cast<std::size_t>(rate) * 4), rate, 1));
    // Not on samples; the fourth is in a later block of the reader's.
    const std::vector<std::int64_t> beats{0, 512'345, 1'012'347, 1'500'000, 2'000'011, 3'900'000, 4'100'000};
    ASSERT_TRUE(write_click_track(folder / "song.wav", grid_at(beats), folder / "out.wav", {}, {}));
    const WavFile wav = WavFile::read(folder / "out.wav");
    ASSERT_TRUE(wav.sound);
    EXPECT_EQ(wav.sample_rate, rate) << "the song's own";
    EXPECT_EQ(wav.samples.size(), static_cast<std::size_t>(rate) * 8) << "as long as the song, stereo";
    const auto found = onsets(wav);
    ASSERT_EQ(found.size(), beats.size() - 1) << "the last beat is after the end";
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_EQ(found[i], std::llround(static_cast<double>(beats[i]) * rate / 1e6)) << "beat " << i;
}

INSTANTIATE_TEST_SUITE_P(Rates, ClickTrack, testing::Values(8000, 44100, 48000));

/// Times that the sign changes in 20 ms: twice the pitch.
int crossings(const WavFile& wav, std::int64_t frame) {
    int count = 0;
    const auto sample = [&](std::int64_t f) { return wav.samples[static_cast<std::size_t>(f) * 2]; };
    for (std::int64_t f = frame; f < frame + wav.sample_rate / 50; ++f)
        if ((sample(f) < 0) != (sample(f + 1) < 0)) ++count;
    return count;
}

TEST_F(ClickTrack, DownbeatsAreHigherAndLouder) {
    ASSERT_TRUE(write_wav(folder / "song.wav", std::vector<float>(44100 * 2), 44100, 1));
    ASSERT_TRUE(
        write_click_track(folder / "song.wav", grid_at({500'000, 1'000'000}), folder / "out.wav", {}, {}));
    const WavFile wav = WavFile::read(folder / "out.wav");
    ASSERT_GT(wav.samples.size(), 100'000U);
    EXPECT_GT(wav.samples[22050 * 2], wav.samples[44100 * 2]);
    EXPECT_GT(wav.samples[44100 * 2], 5000);
    EXPECT_GT(crossings(wav, 22050), crossings(wav, 44100) + 10);
}

TEST_F(ClickTrack, TheSongIsHeardBelowAndNothingClips) {
    std::vector<float> song(44100 * 2);
    for (std::size_t i = 0; i < song.size(); ++i)
        song[i] = i % 2 == 0 ? 1.0F : -1.0F;  // as loud as it gets
    ASSERT_TRUE(write_wav(folder / "song.wav", song, 44100, 1));
    ASSERT_TRUE(write_click_track(folder / "song.wav", grid_at({1'000'000}), folder / "out.wav", {}, {}));
    const WavFile wav = WavFile::read(folder / "out.wav");
    ASSERT_TRUE(wav.sound);
    EXPECT_NEAR(wav.samples[2000], 0.6 * 32767, 40) << "the song alone";
    for (const std::int16_t sample : wav.samples)
        ASSERT_LT(std::abs(int{sample}), 32768);
    EXPECT_NEAR(wav.samples[44100 * 2], 32767, 40) << "song and click together, not wrapped around";
}

TEST_F(ClickTrack, CrowdedClicksCutEachOtherOff) {
    ASSERT_TRUE(write_wav(folder / "song.wav", std::vector<float>(44100), 44100, 1));
    std::vector<std::int64_t> beats;
    for (std::int64_t i = 0; i < 1000; ++i)
        beats.push_back(i);  // forty-odd to a sample
    ASSERT_TRUE(write_click_track(folder / "song.wav", grid_at(beats), folder / "out.wav", {0, 1}, {}));
    for (const std::int16_t sample : WavFile::read(folder / "out.wav").samples)
        ASSERT_LE(std::abs(int{sample}), 32767);
}

TEST_F(ClickTrack, RefusesWhatMakesNoSense) {
    ASSERT_TRUE(write_wav(folder / "song.wav", std::vector<float>(44100), 44100, 1));
    const auto song = folder / "song.wav";
    EXPECT_EQ(write_click_track(song, grid_at({0}), song, {}, {}).error().code, Errc::usage) << "onto itself";
    EXPECT_EQ(write_click_track(song, grid_at({0}), folder / "o.wav", {0.8, 0.8}, {}).error().code,
              Errc::usage);
    EXPECT_EQ(write_click_track(song, grid_at({0}), folder / "o.wav", {std::nan(""), 0}, {}).error().code,
              Errc::usage);
    EXPECT_EQ(write_click_track(folder / "none.wav", grid_at({0}), folder / "o.wav", {}, {}).error().code,
              Errc::input);
    EXPECT_EQ(folder.entries(), 1);
}

TEST_F(ClickTrack, StoppedLeavesNothing) {
    ASSERT_TRUE(write_wav(folder / "song.wav", std::vector<float>(44100), 44100, 1));
    std::stop_source stop;
    stop.request_stop();
    RunContext context;
    context.stop = stop.get_token();
    EXPECT_EQ(
        write_click_track(folder / "song.wav", grid_at({0}), folder / "o.wav", {}, context).error().code,
        Errc::cancelled);
    EXPECT_EQ(folder.entries(), 1);
}

}  // namespace
}  // namespace beatsync::report
