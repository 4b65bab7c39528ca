#include "music/taps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "music/grid_edit.h"

namespace beatsync::music {
namespace {

constexpr double kPeriod = 0.48;  // 125 bpm
constexpr double kFirst = 0.7;

BeatGrid grid_of(const std::vector<double>& seconds) {
    BeatGrid grid;
    grid.duration = Time::from_seconds(120);
    for (const double at : seconds)
        grid.beats.push_back({Time::from_seconds(at), 1, 0});
    return grid;
}

/// The song's own beats: bars of `meter`, beat `downbeat` (from 0) is the first downbeat.
BeatGrid tracked(int beats, int downbeat, int meter = 4) {
    BeatGrid grid;
    grid.duration = Time::from_seconds(120);
    for (int b = 0; b < beats; ++b)
        grid.beats.push_back({Time::from_seconds(kFirst + kPeriod * b), 1,
                              static_cast<std::uint8_t>((b - downbeat + 2 * meter) % meter + 1)});
    return grid;
}

/// Taps on every `step`-th beat from `first` on, with a hand's jitter; those in `missed` left out.
std::vector<double> taps(int first, int count, int step, double jitter, const std::vector<int>& missed = {}) {
    std::mt19937 random(7);  // the raw numbers of the engine are the same everywhere
    std::vector<double> result;
    for (int i = 0; i < count; ++i) {
        const double noise = (static_cast<double>(random()) / 4294967295.0 * 2 - 1) * jitter;
        if (std::find(missed.begin(), missed.end(), i) == missed.end())
            result.push_back(kFirst + kPeriod * (first + step * i) + noise);
    }
    return result;
}

std::vector<int> positions(const BeatGrid& grid) {
    std::vector<int> result;
    for (const Beat& beat : grid.beats)
        result.push_back(beat.position_in_bar);
    return result;
}

TEST(Taps, TakeTheTrackersBars) {
    BeatGrid grid = grid_of(taps(1, 60, 1, 0.03));
    ASSERT_TRUE(lacks_bars(grid));
    guess_bars(grid, tracked(80, 2));
    ASSERT_FALSE(lacks_bars(grid));
    for (std::size_t b = 0; b < grid.beats.size(); ++b)
        ASSERT_EQ(grid.beats[b].position_in_bar, (b + 3) % 4 + 1) << b;
}

TEST(Taps, AMissedBeatIsCounted) {
    BeatGrid grid = grid_of(taps(0, 12, 1, 0.02, {5, 6}));
    guess_bars(grid, tracked(80, 0));
    EXPECT_EQ(positions(grid), (std::vector<int>{1, 2, 3, 4, 1, 4, 1, 2, 3, 4}));
}

TEST(Taps, HalfTheTrackersTempoHasBarsOfHalfTheLength) {
    BeatGrid grid = grid_of(taps(0, 8, 2, 0.02));
    guess_bars(grid, tracked(80, 2));
    EXPECT_EQ(positions(grid), (std::vector<int>{2, 1, 2, 1, 2, 1, 2, 1}));
}

TEST(Taps, WaltzesStayWaltzes) {
    BeatGrid grid = grid_of(taps(0, 7, 1, 0.02));
    guess_bars(grid, tracked(80, 1, 3));
    EXPECT_EQ(positions(grid), (std::vector<int>{3, 1, 2, 3, 1, 2, 3}));
}

TEST(Taps, WithoutATrackerBarsOfFourFromTheFirst) {
    BeatGrid grid = grid_of(taps(0, 5, 1, 0));
    guess_bars(grid, {});
    EXPECT_EQ(positions(grid), (std::vector<int>{1, 2, 3, 4, 1}));
}

double rms_error(const BeatGrid& grid) {
    double sum = 0;
    for (const Beat& beat : grid.beats) {
        const double beats = (beat.at.seconds() - kFirst) / kPeriod;
        sum += std::pow((beats - std::round(beats)) * kPeriod, 2);
    }
    return std::sqrt(sum / static_cast<double>(grid.beats.size()));
}

TEST(Taps, AreEvenedOutAndFilledIn) {
    BeatGrid grid = grid_of(taps(0, 100, 1, 0.04, {20, 50, 51}));
    grid.beats.insert(grid.beats.begin() + 31, {grid.beats[30].at + Time::from_ms(70), 1, 0});  // a bounce
    const double before = rms_error(grid_of(taps(0, 100, 1, 0.04)));
    steady_taps(grid);
    EXPECT_EQ(grid.beats.size(), 100U);
    for (std::size_t b = 1; b < grid.beats.size(); ++b)
        ASSERT_NEAR((grid.beats[b].at - grid.beats[b - 1].at).seconds(), kPeriod, 0.04) << b;
    EXPECT_LT(rms_error(grid), 0.55 * before);
    EXPECT_NEAR(grid.tempo_bpm, 125, 1.5);
}

TEST(Taps, ASteadyChangeOfTempoIsFollowed) {
    std::vector<double> slowing;
    for (int i = 0; i < 60; ++i)
        slowing.push_back(0.5 + 0.45 * i + 0.001 * i * i);  // 133 to 105 bpm
    BeatGrid grid = grid_of(slowing);
    steady_taps(grid);
    ASSERT_EQ(grid.beats.size(), slowing.size());
    for (std::size_t b = 0; b < slowing.size(); ++b)
        EXPECT_NEAR(grid.beats[b].at.seconds(), slowing[b], 0.015) << b;
}

TEST(Taps, AFewStayAsTheyAre) {
    BeatGrid grid = grid_of({1, 1.6, 2});
    steady_taps(grid);
    EXPECT_EQ(grid.beats, grid_of({1, 1.6, 2}).beats);
    BeatGrid none;
    steady_taps(none);
    guess_bars(none, tracked(8, 0));
    EXPECT_TRUE(none.beats.empty());
}

}  // namespace
}  // namespace beatsync::music
