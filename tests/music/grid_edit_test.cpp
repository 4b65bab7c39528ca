#include "music/grid_edit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace beatsync::music {
namespace {

/// Beats at 120 bpm from 0.5 s, bars of `meter`, energies 0, 0.1, 0.2, …
MusicMap map_of(int beats, int first_position = 1, int meter = 4) {
    MusicMap map;
    map.grid.duration = Time::from_ms(500 * (beats + 1));
    map.grid.tempo_bpm = 120;
    for (int b = 0; b < beats; ++b) {
        const auto position = static_cast<std::uint8_t>((b + first_position - 1) % meter + 1);
        map.grid.beats.push_back({Time::from_ms(500 * (b + 1)), 0.5F, position});
        map.beat_energy.push_back(0.1F * static_cast<float>(b));
    }
    return map;
}

std::vector<std::int64_t> times_ms(const MusicMap& map) {
    std::vector<std::int64_t> times;
    for (const Beat& beat : map.grid.beats)
        times.push_back(beat.at.us / 1000);
    return times;
}

std::vector<int> positions(const MusicMap& map) {
    std::vector<int> result;
    for (const Beat& beat : map.grid.beats)
        result.push_back(beat.position_in_bar);
    return result;
}

TEST(GridEdit, NothingToCorrect) {
    const auto map = correct(map_of(8), {});
    ASSERT_TRUE(map);
    EXPECT_EQ(map->grid.beats, map_of(8).grid.beats);
    EXPECT_EQ(map->beat_energy, map_of(8).beat_energy);
}

TEST(GridEdit, HalfKeepsDownbeats) {
    const auto map = correct(map_of(8, 4), {.scale_num = 1, .scale_den = 2});
    ASSERT_TRUE(map);
    EXPECT_EQ(times_ms(*map), (std::vector<std::int64_t>{1000, 2000, 3000, 4000}));
    EXPECT_EQ(positions(*map), (std::vector<int>{1, 2, 1, 2}));
    EXPECT_DOUBLE_EQ(map->grid.tempo_bpm, 60);
    EXPECT_FLOAT_EQ(map->beat_energy[0], 0.15F);  // the mean of the two beats it covers
}

TEST(GridEdit, HalfOfBarsOfThreeHasBarsOfThree) {
    const auto map = correct(map_of(14, 3, 3), {.scale_num = 1, .scale_den = 2});
    ASSERT_TRUE(map);
    EXPECT_EQ(times_ms(*map), (std::vector<std::int64_t>{1000, 2000, 3000, 4000, 5000, 6000, 7000}));
    EXPECT_EQ(positions(*map), (std::vector<int>{1, 2, 3, 1, 2, 3, 1}));
}

TEST(GridEdit, AThirdOfBarsOfFourHasBarsOfFour) {
    const auto map = correct(map_of(15), {.scale_num = 1, .scale_den = 3});
    ASSERT_TRUE(map);
    EXPECT_EQ(positions(*map), (std::vector<int>{1, 2, 3, 4, 1}));
}

TEST(GridEdit, DoubleAddsTheBeatsBetween) {
    const auto map = correct(map_of(4), {.scale_num = 2});
    ASSERT_TRUE(map);
    EXPECT_EQ(times_ms(*map), (std::vector<std::int64_t>{500, 750, 1000, 1250, 1500, 1750, 2000, 2250}));
    EXPECT_EQ(positions(*map), (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_DOUBLE_EQ(map->grid.tempo_bpm, 240);
    EXPECT_EQ(map->beat_energy.size(), 8U);
}

TEST(GridEdit, ShiftDropsWhatLeavesTheSong) {
    const auto earlier = correct(map_of(4), {.shift = Time::from_ms(-600)});
    ASSERT_TRUE(earlier);
    EXPECT_EQ(times_ms(*earlier), (std::vector<std::int64_t>{400, 900, 1400}));
    EXPECT_FLOAT_EQ(earlier->beat_energy[0], 0.1F);
    const auto later = correct(map_of(4), {.shift = Time::from_ms(600)});
    ASSERT_TRUE(later);
    EXPECT_EQ(times_ms(*later), (std::vector<std::int64_t>{1100, 1600, 2100}));
}

TEST(GridEdit, AShiftByABeatMovesTheBarsAndKeepsTheTimes) {
    const auto earlier = correct(map_of(6), {.shift_beats = -1});
    ASSERT_TRUE(earlier);
    EXPECT_EQ(times_ms(*earlier), times_ms(map_of(6)));
    EXPECT_EQ(positions(*earlier), (std::vector<int>{2, 3, 4, 1, 2, 3}));
    const auto later = correct(map_of(6), {.shift_beats = 2});
    ASSERT_TRUE(later);
    EXPECT_EQ(times_ms(*later), times_ms(map_of(6)));
    EXPECT_EQ(positions(*later), (std::vector<int>{3, 4, 1, 2, 3, 4}));
    EXPECT_EQ(later->beat_energy, map_of(6).beat_energy) << "loudness stays where it is heard";
}

TEST(GridEdit, HalfABeatIsTheOffBeatOfItsOwnTempo) {
    MusicMap map = map_of(5);
    const std::vector<std::int64_t> slowing = {600, 1000, 1600, 2400, 2800};
    for (std::size_t b = 0; b < slowing.size(); ++b)
        map.grid.beats[b].at = Time::from_ms(slowing[b]);
    const auto later = correct(map, {.shift_beats = 0.5});
    ASSERT_TRUE(later);
    EXPECT_EQ(times_ms(*later), (std::vector<std::int64_t>{400, 800, 1300, 2000, 2600}))
        << "and the off-beat before the first; the one behind the last is after the song";
    EXPECT_EQ(positions(*later), (std::vector<int>{4, 1, 2, 3, 4}));
    const auto earlier = correct(map, {.shift_beats = -0.5});
    ASSERT_TRUE(earlier);
    EXPECT_EQ(times_ms(*earlier), times_ms(*later));
    EXPECT_EQ(positions(*earlier), (std::vector<int>{1, 2, 3, 4, 1}));
}

TEST(GridEdit, DownbeatRenumbersTheBars) {
    const auto map = correct(map_of(6), {.downbeat = 3});
    ASSERT_TRUE(map);
    EXPECT_EQ(positions(*map), (std::vector<int>{3, 4, 1, 2, 3, 4}));
}

TEST(GridEdit, WhatMakesNoSenseIsAUsageError) {
    for (const GridCorrection& bad :
         {GridCorrection{.scale_num = 5}, GridCorrection{.scale_num = 2, .scale_den = 3},
          GridCorrection{.scale_num = 0}, GridCorrection{.downbeat = 9}, GridCorrection{.downbeat = -1},
          GridCorrection{.shift_beats = 65}, GridCorrection{.shift_beats = std::nan("")}}) {
        const auto map = correct(map_of(8), bad);
        ASSERT_FALSE(map);
        EXPECT_EQ(map.error().code, Errc::usage);
    }
}

TEST(GridEdit, AnEmptyGridStaysEmpty) {
    const auto map = correct(map_of(0), {.scale_num = 2, .shift = Time::from_ms(10)});
    ASSERT_TRUE(map);
    EXPECT_TRUE(map->grid.beats.empty());
}

}  // namespace
}  // namespace beatsync::music
