#include "report/waveform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stop_token>
#include <vector>

#include "sound_files.h"
#include "temporary_folder.h"

namespace beatsync::report {
namespace {

TEST(Waveform, ShowsWhereItIsLoud) {
    const TemporaryFolder folder;
    // Four seconds: silence, ±0.5, silence, +0.9 alone.
    std::vector<float> samples(4 * 16000);
    for (std::size_t i = 16000; i < 32000; ++i)
        samples[i] = (i / 40) % 2 == 0 ? 0.5F : -0.5F;
    for (std::size_t i = 48000; i < 64000; ++i)
        samples[i] = 0.9F;
    ASSERT_TRUE(write_wav(folder / "x.wav", samples, 16000, 1));
    const auto wave = waveform_overview(folder / "x.wav", 40, {});
    ASSERT_TRUE(wave) << describe(wave.error());
    EXPECT_EQ(wave->duration, Time::from_ms(4000));
    ASSERT_EQ(wave->columns.size(), 40U);
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_EQ(wave->columns[i].high, 0) << i;
    for (std::size_t i = 10; i < 20; ++i) {
        EXPECT_NEAR(wave->columns[i].low, -0.5, 0.001) << i;
        EXPECT_NEAR(wave->columns[i].high, 0.5, 0.001) << i;
    }
    for (std::size_t i = 30; i < 40; ++i)
        EXPECT_NEAR(wave->columns[i].high, 0.9, 0.001) << i;
}

TEST(Waveform, AShortSoundHasFewerColumns) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_wav(folder / "x.wav", std::vector<float>(640, 0.5F), 16000, 1));
    const auto wave = waveform_overview(folder / "x.wav", 1000, {});
    ASSERT_TRUE(wave);
    EXPECT_GE(wave->columns.size(), 1U);
    EXPECT_LE(wave->columns.size(), 640U);
}

TEST(Waveform, ALongSoundKeepsItsPlaces) {
    const TemporaryFolder folder;
    // 40 minutes, so that bins are merged twice; loud in the last quarter alone.
    std::vector<float> samples(40 * 60 * 8000);
    std::fill(samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 4 * 3), samples.end(), 0.5F);
    ASSERT_TRUE(write_wav(folder / "x.wav", samples, 8000, 1));
    const auto wave = waveform_overview(folder / "x.wav", 1000, {});
    ASSERT_TRUE(wave);
    EXPECT_EQ(wave->duration, Time::from_ms(40 * 60 * 1000));
    ASSERT_EQ(wave->columns.size(), 1000U);
    EXPECT_LT(wave->columns[748].high, 0.01F);
    EXPECT_NEAR(wave->columns[752].high, 0.5, 0.01);
    EXPECT_NEAR(wave->columns[999].high, 0.5, 0.01);
}

TEST(Waveform, SaysWhatIsWrong) {
    const TemporaryFolder folder;
    EXPECT_EQ(waveform_overview(folder / "none.wav", 10, {}).error().code, Errc::input);
    ASSERT_TRUE(write_wav(folder / "x.wav", std::vector<float>(16000), 16000, 1));
    EXPECT_EQ(waveform_overview(folder / "x.wav", 0, {}).error().code, Errc::usage);
    std::stop_source stop;
    stop.request_stop();
    RunContext context;
    context.stop = stop.get_token();
    EXPECT_EQ(waveform_overview(folder / "x.wav", 10, context).error().code, Errc::cancelled);
}

}  // namespace
}  // namespace beatsync::report
