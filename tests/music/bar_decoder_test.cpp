#include "music/bar_decoder.h"

#include <gtest/gtest.h>

#include <array>

namespace beatsync::music {
namespace {

constexpr std::array<Meter, 2> kMeters{{{4, 0}, {3, 0}}};

/// Log-odds of a song whose downbeats are clear: every `beats`-th from `first` on.
std::vector<float> clear_bars(int count, int beats, int first) {
    std::vector<float> log_odds;
    for (int b = 0; b < count; ++b)
        log_odds.push_back((b - first + 10 * beats) % beats == 0 ? 2.0F : -2.0F);
    return log_odds;
}

TEST(BarDecoder, FindsMeterAndPhase) {
    for (const int beats : {3, 4})
        for (int first = 0; first < beats; ++first) {
            const auto bars = decode_bars(clear_bars(24, beats, first), kMeters);
            ASSERT_EQ(bars.positions.size(), 24U);
            for (int b = 0; b < 24; ++b)
                EXPECT_EQ(bars.positions[static_cast<std::size_t>(b)], (b - first + beats) % beats + 1)
                    << beats << " beats a bar, from " << first << ", beat " << b;
        }
}

TEST(BarDecoder, OneWrongBeatDoesNotMoveTheBars) {
    auto log_odds = clear_bars(24, 4, 0);
    log_odds[10] = 3;
    log_odds[12] = -3;
    const auto bars = decode_bars(log_odds, kMeters);
    for (std::size_t b = 0; b < 24; ++b)
        EXPECT_EQ(bars.positions[b], b % 4 + 1);
}

TEST(BarDecoder, ABeatTooManyMovesThemOnce) {
    auto log_odds = clear_bars(40, 4, 0);
    log_odds.insert(log_odds.begin() + 18, -2.0F);
    const auto bars = decode_bars(log_odds, kMeters);
    EXPECT_EQ(bars.positions[16], 1);
    for (std::size_t b = 21; b < 41; b += 4)
        EXPECT_EQ(bars.positions[b], 1) << b;
}

TEST(BarDecoder, WhatIsLikelierBeforehandDecidesWhereNothingIsHeard) {
    const std::vector<float> silence(12, 0.0F);
    const std::array<Meter, 2> waltz{{{4, 0}, {3, 1}}};
    EXPECT_EQ(decode_bars(silence, waltz).positions[3], decode_bars(silence, waltz).positions[0]);
    const std::array<Meter, 2> march{{{4, 1}, {3, 0}}};
    EXPECT_EQ(decode_bars(silence, march).positions[4], decode_bars(silence, march).positions[0]);
    EXPECT_TRUE(decode_bars({}, march).positions.empty());
}

}  // namespace
}  // namespace beatsync::music
