#include "music/pulse.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

namespace beatsync::music {
namespace {

using PulseTime = std::function<double(int)>;

BeatGrid grid_of(const std::vector<double>& onsets) {
    BeatGrid grid;
    for (const double seconds : onsets)
        grid.beats.push_back({.at = Time::from_seconds(seconds), .strength = 0.5F});
    grid.duration = grid.beats.back().at + Time::from_ms(200);
    return grid;
}

double steady(int beat) {
    return 1 + 0.5 * beat;
}

/// 120 bpm at first, 140 after a minute: the time of a beat under a tempo that rises evenly.
double accelerando(int beat) {
    const double rise = 20.0 / 60 / 60;  // beats a second, a second
    return 1 + (std::sqrt(4 + 2 * rise * beat) - 2) / rise;
}

double farthest_from(const PulseTime& truth, const BeatGrid& grid, std::size_t first, std::size_t end) {
    double worst = 0;
    for (std::size_t i = first; i < end; ++i)
        worst = std::max(worst, std::abs(grid.beats[i].at.seconds() - truth(static_cast<int>(i))));
    return worst;
}

/// Onsets a few ms around the pulse, as a drummer plays, and every seventh the neighbouring onset.
std::vector<double> scattered(const PulseTime& truth, int count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> jitter(0, 0.006);
    std::vector<double> onsets;
    for (int i = 0; i < count; ++i)
        onsets.push_back(truth(i) + jitter(random) + (i % 7 == 3 ? 0.038 : 0.0));
    return onsets;
}

TEST(Pulse, IsFoundAmongScatteredOnsets) {
    BeatGrid grid = grid_of(scattered(steady, 80, 1));
    EXPECT_GT(farthest_from(steady, grid, 0, 80), 0.03);
    settle_on_pulse(grid);
    EXPECT_LT(farthest_from(steady, grid, 0, 80), 0.006);
}

TEST(Pulse, FollowsATempoThatRises) {
    BeatGrid grid = grid_of(scattered(accelerando, 120, 2));
    settle_on_pulse(grid);
    EXPECT_LT(farthest_from(accelerando, grid, 8, 112), 0.006);
    EXPECT_LT(farthest_from(accelerando, grid, 0, 120), 0.012) << "at the ends";
}

TEST(Pulse, DoesNotDependOnWhichOfTwoOnsetsIsTheLouder) {
    const auto onsets = scattered(steady, 60, 3);
    BeatGrid one = grid_of(onsets);
    settle_on_pulse(one);
    for (std::size_t other = 0; other < onsets.size(); other += 7) {
        auto encoded = onsets;
        encoded[other] += 0.033;
        BeatGrid two = grid_of(encoded);
        settle_on_pulse(two);
        for (std::size_t i = 0; i < 60; ++i)
            EXPECT_NEAR(two.beats[i].at.seconds(), one.beats[i].at.seconds(), 0.005) << other << " " << i;
    }
}

TEST(Pulse, BeatsAroundASuddenChangeOfTempoStay) {
    const PulseTime truth = [](int beat) { return beat < 40 ? 1 + 0.5 * beat : 21 + 0.7 * (beat - 40); };
    std::vector<double> onsets;
    for (int i = 0; i < 80; ++i)
        onsets.push_back(truth(i));
    BeatGrid grid = grid_of(onsets);
    settle_on_pulse(grid);
    EXPECT_LT(farthest_from(truth, grid, 0, 80), 0.012);
}

TEST(Pulse, AnOnsetFarFromIt) {
    auto onsets = scattered(steady, 40, 4);
    onsets[20] += 0.1;  // a slip of the tracker, not of the encoder
    BeatGrid grid = grid_of(onsets);
    settle_on_pulse(grid);
    EXPECT_EQ(grid.beats[20].at, Time::from_seconds(onsets[20]));
    EXPECT_LT(farthest_from(steady, grid, 0, 20), 0.006);
    EXPECT_LT(farthest_from(steady, grid, 21, 40), 0.006);
}

TEST(Pulse, AHandfulOfBeatsStays) {
    const std::vector<double> onsets = {1, 1.52, 2, 2.5, 3.03};
    BeatGrid grid = grid_of(onsets);
    settle_on_pulse(grid);
    for (std::size_t i = 0; i < onsets.size(); ++i)
        EXPECT_EQ(grid.beats[i].at, Time::from_seconds(onsets[i]));
}

TEST(Pulse, BeatsWithoutAnOnsetTakeItFromTheOthers) {
    auto onsets = scattered(steady, 40, 5);
    onsets[12] -= 0.045;
    BeatGrid grid = grid_of(onsets);
    grid.beats[12].strength = 0;
    settle_on_pulse(grid);
    EXPECT_LT(farthest_from(steady, grid, 0, 40), 0.006);
}

TEST(Pulse, StaysWithinTheSongAndInOrder) {
    auto onsets = scattered([](int beat) { return 0.002 + 0.25 * beat; }, 64, 6);
    onsets.front() = 0;
    BeatGrid grid = grid_of(onsets);
    grid.duration = grid.beats.back().at + Time{1};
    settle_on_pulse(grid);
    EXPECT_GE(grid.beats.front().at, Time{});
    EXPECT_LT(grid.beats.back().at, grid.duration);
    for (std::size_t i = 1; i < grid.beats.size(); ++i)
        EXPECT_LT(grid.beats[i - 1].at, grid.beats[i].at);
}

}  // namespace
}  // namespace beatsync::music
