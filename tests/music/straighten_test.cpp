#include "music/straighten.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace beatsync::music {
namespace {

TEST(Straighten, ASlipOfHalfABeatIsUndone) {
    std::vector<int> slipped;
    for (int b = 0; b < 1000; ++b)
        slipped.push_back(static_cast<int>(std::lround(7 + 42.86 * (b < 700 ? b : b + 0.5))));
    const auto beats = straightened(slipped);
    ASSERT_GE(beats.size(), 1000U);
    const auto on = [](int frame) { return std::abs(std::remainder(frame - 7, 42.86)); };
    const auto off = [](int frame) { return std::abs(std::remainder(frame - 7 - 21.43, 42.86)); };
    // Which of the two phases it keeps does not matter, as the other is a candidate too.
    const bool kept = on(beats[0]) < off(beats[0]);
    for (const int beat : beats)
        EXPECT_LE(kept ? on(beat) : off(beat), 2) << beat;
}

TEST(Straighten, AChangingTempoStays) {
    std::vector<int> beats;
    double at = 0;
    for (int b = 0; b < 100; ++b, at += 50 - 0.15 * b)
        beats.push_back(static_cast<int>(at));
    EXPECT_TRUE(straightened(beats).empty());
}

TEST(Straighten, TooFewBeats) {
    EXPECT_TRUE(straightened({}).empty());
    EXPECT_TRUE(straightened({5}).empty());
}

}  // namespace
}  // namespace beatsync::music
