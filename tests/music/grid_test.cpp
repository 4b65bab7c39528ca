#include "music/grid.h"

#include <gtest/gtest.h>

#include <vector>

namespace beatsync::music {
namespace {

BeatGrid with_strengths(const std::vector<float>& strengths) {
    BeatGrid grid;
    grid.duration = Time::from_ms(1'000'000);
    for (std::size_t i = 0; i < strengths.size(); ++i)
        append_beat(grid, Time::from_ms(500 * static_cast<std::int64_t>(i)), strengths[i]);
    return grid;
}

TEST(Grid, BeatsCountedOnAfterTheMusicAreDropped) {
    std::vector<float> strengths(20, 0.8F);
    strengths.push_back(0.15F);
    strengths.push_back(0.05F);
    strengths.insert(strengths.begin(), 0.1F);
    BeatGrid grid = with_strengths(strengths);
    trim_weak_ends(grid);
    ASSERT_EQ(grid.beats.size(), 20U);
    EXPECT_EQ(grid.beats.front().at, Time::from_ms(500));
    EXPECT_EQ(grid.beats.back().at, Time::from_ms(10'000));
}

TEST(Grid, AFadeKeepsItsBeats) {
    std::vector<float> strengths;
    for (float level = 1; level > 0.01F; level *= 0.85F)
        strengths.push_back(level);
    BeatGrid grid = with_strengths(strengths);
    trim_weak_ends(grid);
    EXPECT_EQ(grid.beats.size(), strengths.size());
}

TEST(Grid, AQuietIntroKeepsItsBeats) {
    std::vector<float> strengths(12, 0.1F);
    strengths.resize(30, 0.9F);
    BeatGrid grid = with_strengths(strengths);
    trim_weak_ends(grid);
    EXPECT_EQ(grid.beats.size(), 30U);
}

TEST(Grid, AWeakBeatOfAPatternStays) {
    BeatGrid grid = with_strengths({1, 0.3F, 0.9F, 0.3F, 1, 0.3F, 0.9F, 0.3F, 1, 0.3F, 0.9F, 0.28F});
    trim_weak_ends(grid);
    EXPECT_EQ(grid.beats.size(), 12U);
}

TEST(Grid, AFewBeatsAreLeftAlone) {
    BeatGrid grid = with_strengths({0.9F, 0.9F, 0.01F});
    trim_weak_ends(grid);
    EXPECT_EQ(grid.beats.size(), 3U);
}

TEST(Grid, TempoIsOfTheMedianInterval) {
    BeatGrid grid = with_strengths({1, 1, 1, 1});
    append_beat(grid, Time::from_ms(9000), 1);
    EXPECT_NEAR(median_tempo_bpm(grid.beats), 120, 1e-9);
}

}  // namespace
}  // namespace beatsync::music
