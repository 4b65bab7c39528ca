#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "music/listening.h"
#include "support/song_synth.h"

namespace beatsync::music {
namespace {

class Tempo : public testing::TestWithParam<double> {};

TEST_P(Tempo, IsFound) {
    const auto song = test::synthesise_song({.bpm = GetParam()});
    const MusicMap map = listen(song);
    EXPECT_GE(f_measure(song.beats, map.grid), 0.97);
    EXPECT_GE(f_measure(downbeats(song), downbeats(map.grid)), 0.95);
    EXPECT_LE(std::abs(median(offsets_ms(song.beats, map.grid))), 3);
}
INSTANTIATE_TEST_SUITE_P(Songs, Tempo, testing::Values(72, 85, 100, 120, 140, 160, 175, 190));

/// At 60 bpm with hats on eighths, 120 is as good an answer: every true beat must be one of the beats found.
TEST(Songs, SlowTempoMayBeDoubled) {
    const auto song = test::synthesise_song({.bpm = 60});
    for (const double offset : offsets_ms(song.beats, listen(song).grid))
        EXPECT_LT(std::abs(offset), 10);
}

class Waltz : public testing::TestWithParam<double> {};

TEST_P(Waltz, HasBarsOfThree) {
    const auto song = test::synthesise_song({.bpm = GetParam(), .beats_a_bar = 3});
    const MusicMap map = listen(song);
    EXPECT_GE(f_measure(song.beats, map.grid), 0.97);
    EXPECT_GE(f_measure(downbeats(song), downbeats(map.grid)), 0.95);
}
INSTANTIATE_TEST_SUITE_P(Songs, Waltz, testing::Values(90, 120, 150, 180));

TEST(Songs, AChangeOfTempoIsFollowed) {
    for (const auto& [from, to] : {std::pair{100.0, 130.0}, std::pair{140.0, 90.0}}) {
        const auto song = test::synthesise_song({.seconds = 30, .bpm = from, .end_bpm = to});
        const MusicMap map = listen(song);
        EXPECT_GE(f_measure(song.beats, map.grid, 20), 0.97) << from << " to " << to;
    }
}

TEST(Songs, ASilentBreakKeepsThePhase) {
    const auto song =
        test::synthesise_song({.seconds = 24, .bpm = 124, .silent_from = 9, .silent_until = 14});
    const MusicMap map = listen(song);
    EXPECT_GE(f_measure(song.beats, map.grid, 30), 0.97);
    EXPECT_GE(f_measure(downbeats(song), downbeats(map.grid)), 0.95);
}

TEST(Songs, NoBeatsBeforeTheMusic) {
    const auto song = test::synthesise_song({.seconds = 20, .bpm = 118, .first_beat = 4});
    const MusicMap map = listen(song);
    EXPECT_GE(f_measure(song.beats, map.grid), 0.97);
    EXPECT_NEAR(map.grid.beats.front().at.seconds(), 4, 0.02);
}

TEST(Songs, TheRateDoesNotMatter) {
    for (const int rate : {8000, 44100, 48000, 96000}) {
        const auto song =
            test::synthesise_song({.sample_rate = rate, .channels = 2, .seconds = 10, .bpm = 112});
        const MusicMap map = listen(song);
        EXPECT_GE(f_measure(song.beats, map.grid), 0.95) << rate;
        EXPECT_LE(std::abs(median(offsets_ms(song.beats, map.grid))), 3) << rate;
    }
}

TEST(Songs, ClicksArePlacedToTheMillisecond) {
    for (const int rate : {8000, 22050, 44100}) {
        std::vector<double> clicks;
        for (int i = 0; i < 30; ++i)  // none of them on the analysis' own raster
            clicks.push_back(std::round((0.5 + 0.5013 * i) * rate) / rate);
        const MusicMap map = listen(test::synthesise_clicks(clicks, 16, rate), rate);
        for (const double offset : offsets_ms(clicks, map.grid))
            EXPECT_LT(std::abs(offset), 3) << rate;
    }
}

TEST(Songs, QuietIsAsGood) {
    const auto song =
        test::synthesise_song({.bpm = 110, .parts = {test::SongPart{.bars = 1000, .gain = 0.01F}}});
    EXPECT_GE(f_measure(song.beats, listen(song).grid), 0.97);
}

TEST(Songs, PartsAreSections) {
    using Part = test::SongPart;
    const Part verse{.bars = 8, .gain = 0.3F, .drums = false, .chords = true, .key = 0};
    const Part chorus{.bars = 8, .gain = 1, .drums = true, .chords = true, .key = 5};
    const auto song =
        test::synthesise_song({.seconds = 64, .bpm = 120, .parts = {verse, chorus, verse, chorus}});
    const MusicMap map = listen(song);
    ASSERT_EQ(map.sections.size(), song.section_starts.size());
    for (std::size_t s = 1; s < map.sections.size(); ++s)
        EXPECT_NEAR(map.sections[s].range.begin.seconds(), song.section_starts[s], 0.05);
    EXPECT_EQ(map.sections[0].label, map.sections[2].label);
    EXPECT_EQ(map.sections[1].label, map.sections[3].label);
    EXPECT_NE(map.sections[0].label, map.sections[1].label);
    EXPECT_LT(map.sections[0].energy, 0.6F * map.sections[1].energy);
}

}  // namespace
}  // namespace beatsync::music
