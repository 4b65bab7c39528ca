#include "music/sections.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace beatsync::music {
namespace {

/// 64 s at 120 bpm in two halves: other notes, and the second 10 dB louder.
struct TwoHalves {
    BeatGrid grid;
    std::vector<HarmonyFrame> harmony;
    Loudness loudness;

    TwoHalves() {
        grid.duration = Time::from_ms(64000);
        grid.tempo_bpm = 120;
        for (int b = 0; b < 128; ++b)
            grid.beats.push_back({Time::from_ms(500 * b), 1, static_cast<std::uint8_t>(b % 4 + 1)});
        for (int f = 0; f < 640; ++f) {
            HarmonyFrame frame;
            frame.chroma[f < 320 ? 0 : 6] = 1;
            frame.colour.fill(1);
            harmony.push_back(frame);
        }
        for (int i = 0; i < 1280; ++i)
            loudness.curve.push_back(i < 640 ? 0.01F : 0.1F);
    }
};

TEST(Sections, TenDecibelAreHalfAsLoud) {
    const TwoHalves song;
    const auto energies = beat_energies(song.grid, song.loudness);
    ASSERT_EQ(energies.size(), 128U);
    EXPECT_NEAR(energies.front(), 0.5F, 0.01F);
    EXPECT_NEAR(energies.back(), 1.0F, 0.01F);
}

TEST(Sections, AChangeOfNotesIsABoundaryOnADownbeat) {
    const TwoHalves song;
    const auto sections = find_sections(song.grid, song.harmony, song.loudness);
    ASSERT_EQ(sections.size(), 2U);
    EXPECT_EQ(sections[1].range.begin, Time::from_ms(32000));
    EXPECT_NE(sections[0].label, sections[1].label);
    EXPECT_NEAR(sections[0].energy, 0.5F, 0.02F);
}

TEST(Sections, WithoutBeatsOneSection) {
    TwoHalves song;
    song.grid.beats.clear();
    const auto sections = find_sections(song.grid, song.harmony, song.loudness);
    ASSERT_EQ(sections.size(), 1U);
    EXPECT_EQ(sections[0].range, (TimeRange{Time{}, song.grid.duration}));
}

}  // namespace
}  // namespace beatsync::music
