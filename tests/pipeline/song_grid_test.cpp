#include "pipeline/song_grid.h"

#include <gtest/gtest.h>

namespace beatsync::pipeline {
namespace {

TEST(SongGrid, ABeatHasTheEnergyHeardAtItsTime) {
    music::MusicMap map;
    map.grid.beats = {{Time::from_ms(1000), 1, 1}, {Time::from_ms(2000), 1, 2}, {Time::from_ms(3000), 1, 3}};
    map.beat_energy = {0.1F, 0.2F, 0.3F};
    music::BeatGrid given;
    given.beats = {{Time::from_ms(500), 1, 0},
                   {Time::from_ms(1999), 1, 0},
                   {Time::from_ms(2000), 1, 0},
                   {Time::from_ms(9000), 1, 0}};
    const auto changed = with_grid(map, given);
    EXPECT_EQ(changed.beat_energy, (std::vector{0.1F, 0.1F, 0.2F, 0.3F}));
    EXPECT_EQ(changed.grid.beats, given.beats);
}

}  // namespace
}  // namespace beatsync::pipeline
