#include "music/song_level.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <vector>

namespace beatsync::music {
namespace {

constexpr std::size_t kBands = 81;

/// Magnitudes of a song: strokes every half second over noise, 20 s.
std::vector<double> song() {
    std::mt19937 random(5);
    std::vector<double> magnitudes(2000 * kBands);
    for (std::size_t i = 0; i < magnitudes.size(); ++i) {
        const std::size_t since_stroke = i / kBands % 50;
        const double noise = static_cast<double>(random() % 1000) / 1000;
        magnitudes[i] = 0.5 * noise + (since_stroke < 8 ? 40.0 / static_cast<double>(1 + since_stroke) : 0.0);
    }
    return magnitudes;
}

/// As the spectrogram keeps it: 64·log10(1 + magnitude), rounded.
std::vector<std::uint8_t> bytes_of(const std::vector<double>& magnitudes, double decibel) {
    const double gain = std::pow(10.0, decibel / 20);
    std::vector<std::uint8_t> bytes;
    for (const double m : magnitudes)
        bytes.push_back(static_cast<std::uint8_t>(std::lround(64 * std::log10(1 + gain * m))));
    return bytes;
}

TEST(SongLevel, LoudAndQuietMastersOfASongLookTheSame) {
    auto loud = bytes_of(song(), 20);
    auto quiet = bytes_of(song(), -6);
    bring_to_level(loud);
    bring_to_level(quiet);
    // What rounding to bytes lost before; unlevelled, they are 83 apart.
    for (std::size_t i = 0; i < loud.size(); ++i)
        ASSERT_LE(std::abs(loud[i] - quiet[i]), 4) << "byte " << i;
}

TEST(SongLevel, AFewLoudFramesAreNotTheLevel) {
    auto steady = bytes_of(song(), 0);
    auto with_bang = steady;
    std::fill_n(with_bang.begin() + 500 * kBands, 10 * kBands, std::uint8_t{255});
    bring_to_level(steady);
    bring_to_level(with_bang);
    for (std::size_t i = 0; i < 500 * kBands; ++i)
        ASSERT_LE(std::abs(steady[i] - with_bang[i]), 4) << "byte " << i;
}

TEST(SongLevel, SilenceStaysSilentAndHissStaysQuiet) {
    std::vector<std::uint8_t> silence(1000 * kBands);
    bring_to_level(silence);
    EXPECT_EQ(std::ranges::max(silence), 0);
    std::vector<std::uint8_t> hiss(1000 * kBands);
    for (std::size_t i = 0; i < hiss.size(); i += 7)
        hiss[i] = 1;
    bring_to_level(hiss);
    EXPECT_LT(std::ranges::max(hiss), 64);
    bring_to_level({});
}

}  // namespace
}  // namespace beatsync::music
