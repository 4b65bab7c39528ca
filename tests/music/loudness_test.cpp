#include "music/loudness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace beatsync::music {
namespace {

/// EBU Tech 3341, case 1: a stereo sine of 1 kHz at −23 dBFS reads −23 LUFS.
TEST(Loudness, ReferenceTone) {
    const int rate = 48000;
    std::vector<float> tone;
    for (int i = 0; i < 5 * rate; ++i) {
        const double x = std::pow(10, -23.0 / 20) * std::sin(2 * std::numbers::pi * 1000 * i / rate);
        tone.push_back(static_cast<float>(x));
        tone.push_back(static_cast<float>(x));
    }
    auto meter = LoudnessMeter::create(rate, 2);
    ASSERT_TRUE(meter);
    meter->push(tone);
    const Loudness loudness = meter->finish();
    EXPECT_NEAR(loudness.integrated_lufs, -23, 0.1);
    EXPECT_NEAR(loudness.true_peak_dbtp, -23, 0.1);
    ASSERT_EQ(loudness.curve.size(), 100U);
    EXPECT_NEAR(10 * std::log10(static_cast<double>(loudness.curve[50])), -23, 0.2);
}

/// A quarter of the rate at 45°: the samples reach −3 dBFS, the wave between them 0.
TEST(Loudness, PeaksBetweenSamplesCount) {
    std::vector<float> tone;
    for (int i = 0; i < 48000; ++i)
        tone.push_back(static_cast<float>(std::sin(std::numbers::pi * (0.5 * i + 0.25))));
    auto meter = LoudnessMeter::create(48000, 1);
    ASSERT_TRUE(meter);
    meter->push(tone);
    EXPECT_NEAR(meter->finish().true_peak_dbtp, 0, 0.3);
}

/// 0.75 in its samples, then samples of 0.6 with 0.85 between them.
TEST(Loudness, APeakBetweenSmallerSamplesCountsAfterALouderOne) {
    std::vector<float> song;
    for (int i = 0; i < 48000; ++i)
        song.push_back(static_cast<float>(0.75 * std::sin(2 * std::numbers::pi * 100 * i / 48000)));
    for (int i = 0; i < 48000; ++i)
        song.push_back(static_cast<float>(0.85 * std::sin(std::numbers::pi * (0.5 * i + 0.25))));
    auto meter = LoudnessMeter::create(48000, 1);
    ASSERT_TRUE(meter);
    meter->push(song);
    EXPECT_NEAR(meter->finish().true_peak_dbtp, 20 * std::log10(0.85), 0.3);
}

TEST(Loudness, SilenceIsMinusSeventy) {
    auto meter = LoudnessMeter::create(8000, 1);
    ASSERT_TRUE(meter);
    meter->push(std::vector<float>(16000));
    const Loudness loudness = meter->finish();
    EXPECT_EQ(loudness.integrated_lufs, -70);
    EXPECT_EQ(loudness.true_peak_dbtp, -70);
}

}  // namespace
}  // namespace beatsync::music
