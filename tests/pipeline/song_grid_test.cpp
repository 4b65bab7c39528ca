#include "pipeline/song_grid.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

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

TEST(SongGrid, BeatsFromAFileAreTakenAsTheyAreAndGetTheTrackersBars) {
    char name[] = "/tmp/beatsync-taps-XXXXXX";
    const int fd = ::mkstemp(name);
    ASSERT_GE(fd, 0);
    ::close(fd);
    std::ofstream(name) << "1.013\n1.490\n2.021\n2.497\n3.008\n3.511\n";
    music::MusicMap map;
    map.grid.duration = Time::from_ms(6000);
    for (int b = 0; b < 10; ++b)
        map.grid.beats.push_back(
            {Time::from_ms(500 + 500 * b), 1, static_cast<std::uint8_t>((b + 2) % 4 + 1)});
    const auto changed = apply({name, false, {}}, map);
    const auto tapped = apply({name, true, {}}, map);
    std::filesystem::remove(name);
    ASSERT_TRUE(changed);
    ASSERT_TRUE(tapped);
    ASSERT_EQ(changed->grid.beats.size(), 6U);
    EXPECT_EQ(changed->grid.beats[1].at, Time::from_ms(1490));
    EXPECT_EQ(changed->grid.beats[0].position_in_bar, 4);
    EXPECT_EQ(changed->grid.beats[1].position_in_bar, 1) << "the tracker's downbeat at 1.5 s";
    EXPECT_EQ(tapped->grid.beats[1].position_in_bar, 1);
    EXPECT_NE(tapped->grid.beats[1].at, Time::from_ms(1490)) << "evened out";
    EXPECT_EQ(apply({{}, true, {}}, map).error().code, Errc::usage) << "taps without a file";
}

}  // namespace
}  // namespace beatsync::pipeline
