#include "plan/bars.h"

#include <gtest/gtest.h>

#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

TEST(Bars, AreCountedFromTheTrackersDownbeats) {
    test::SongSpec spec;
    spec.beats_in_bar = 3;
    spec.parts = {{2, 0.5F}, {2, 1.0F}};
    const auto places = place_in_bars(test::make_song(spec));
    ASSERT_EQ(places.size(), 12U);
    EXPECT_EQ(places[4].bar, 1);
    EXPECT_EQ(places[4].beat, 1);
    EXPECT_EQ(places[4].length, 3);
    EXPECT_TRUE(places[6].opens_section);
    EXPECT_FALSE(places[9].opens_section);
    EXPECT_EQ(places[10].bar_in_section, 1);
}

TEST(Bars, PickupKeepsItsPlace) {
    music::MusicMap song = test::make_song({});
    song.grid.beats.erase(song.grid.beats.begin(), song.grid.beats.begin() + 2);
    const auto places = place_in_bars(song);
    EXPECT_EQ(places[0].beat, 2);
    EXPECT_EQ(places[1].beat, 3);
    EXPECT_EQ(places[2].beat, 0);
    EXPECT_EQ(places[2].bar, 1);
}

TEST(Bars, OfFourWhereTheTrackerKnowsNone) {
    test::SongSpec spec;
    spec.positions = false;
    const auto places = place_in_bars(test::make_song(spec));
    EXPECT_EQ(places[5].bar, 1);
    EXPECT_EQ(places[5].beat, 1);
    EXPECT_EQ(places[5].length, 4);
}

TEST(Bars, SectionBoundaryALittleAfterItsBeatStillOpensThere) {
    test::SongSpec spec;
    spec.parts = {{2, 0.5F}, {2, 1.0F}};
    music::MusicMap song = test::make_song(spec);
    song.sections[1].range.begin += Time::from_ms(20);
    const auto places = place_in_bars(song);
    EXPECT_TRUE(places[8].opens_section);
    EXPECT_FALSE(places[9].opens_section);
}

TEST(Bars, MedianBeatIgnoresAHole) {
    music::MusicMap song = test::make_song({});
    song.grid.beats.erase(song.grid.beats.begin() + 8, song.grid.beats.begin() + 20);
    EXPECT_NEAR(median_beat_seconds(song.grid), 0.5, 1e-6);
    EXPECT_EQ(median_beat_seconds({}), 0.5);
}

}  // namespace
}  // namespace beatsync::plan
