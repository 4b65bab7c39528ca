#include "render/limiter.h"

#include <ebur128.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>
#include <vector>

namespace beatsync::render {
namespace {

using Signal = std::vector<float>;  // interleaved stereo

/// True peak by libebur128, which is not what the limiter measures with.
double true_peak_db(const Signal& s) {
    ebur128_state* meter = ebur128_init(2, 48000, EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(meter, s.data(), s.size() / 2);
    double left = 0;
    double right = 0;
    ebur128_true_peak(meter, 0, &left);
    ebur128_true_peak(meter, 1, &right);
    ebur128_destroy(&meter);
    return 20 * std::log10(std::max(left, right));
}

Signal limited(Signal s, double ceiling) {
    Limiter limiter({ceiling, 48000, 2});
    s.resize(s.size() + 2 * limiter.latency(), 0.0F);
    limiter.process(s);
    s.erase(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(2 * limiter.latency()));
    return s;
}

Signal tone(double hz, double amplitude, double phase) {
    Signal s;
    for (int i = 0; i < 48000; ++i) {
        const auto x =
            static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * hz * i / 48000 + phase));
        s.insert(s.end(), {x, -x});
    }
    return s;
}

TEST(Limiter, LeavesQuietSoundAloneToTheBit) {
    const Signal s = tone(997, 0.5, 0);
    EXPECT_EQ(limited(s, -1), s);
}

TEST(Limiter, HoldsPeaksBetweenSamples) {
    // A quarter of the sample rate, sampled 45° off its crests: samples 3 dB below the true peak.
    const Signal s = tone(12000, 1.2, std::numbers::pi / 4);
    EXPECT_GT(true_peak_db(s), 1.0);
    EXPECT_LE(true_peak_db(limited(s, -1)), -0.9);
}

TEST(Limiter, HoldsNoiseAndClicks) {
    std::mt19937 random(99);
    std::normal_distribution<float> noise(0, 0.5F);
    Signal s(2 * 48000);
    for (float& x : s)
        x = noise(random);
    for (std::size_t i = 5000; i < s.size(); i += 9973)
        s[i] = 3;
    EXPECT_LE(true_peak_db(limited(s, -1)), -0.8);
}

TEST(Limiter, GainComesBack) {
    Signal s = tone(997, 0.5, 0);
    s[2 * 10'000] = 2;
    const Signal out = limited(s, -1);
    const double later =
        std::abs(static_cast<double>(out[2 * 40'000 + 22]) / static_cast<double>(s[2 * 40'000 + 22]));
    EXPECT_NEAR(later, 1, 0.01);
}

TEST(Limiter, DoesNotStep) {
    // On a constant, the output is the gain itself.
    Signal s(2 * 48000, 0.2F);
    s[2 * 20'000] = 2;
    const Signal out = limited(s, -1);
    for (std::size_t i = 2; i < out.size() / 2 - 2000; ++i) {
        if (i < 19'990 || i > 20'010) {
            ASSERT_LT(std::abs(out[2 * i] - out[2 * i - 2]), 0.002F) << i;
        }
    }
}

}  // namespace
}  // namespace beatsync::render
