#include "heard_songs.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <utility>

#include "music/analyser.h"
#include "support/song_synth.h"

namespace beatsync::test {
namespace {

constexpr double kSeconds = 75;

music::MusicMap listen(const Song& song) {
    auto analyser =
        music::MusicAnalyser::create({.sample_rate = song.sample_rate, .channels = song.channels});
    EXPECT_TRUE(analyser);
    analyser->push(song.samples);
    auto map = analyser->finish();
    EXPECT_TRUE(map);
    return *std::move(map);
}

SongSpec song_spec(std::size_t i) {
    std::mt19937 random(100 + static_cast<unsigned>(i));
    const auto below = [&](unsigned n) { return static_cast<int>(random() % n); };
    SongSpec spec;
    spec.seed = 1 + static_cast<unsigned>(i);
    spec.seconds = kSeconds;
    const std::size_t slot = i % 3 == 2 ? i - 1 : i;
    spec.bpm = 84 + 3.3 * static_cast<double>(slot) + (i % 3 == 2 ? 0.4 : 0);
    spec.first_beat = 0.2 + 0.1 * below(8);
    if (i % 4 != 0) spec.end_bpm = spec.bpm * (1 + (below(2) == 0 ? -1 : 1) * (0.015 + 0.005 * below(6)));
    spec.parts.clear();
    for (int bars = 0; bars < 80;) {
        SongPart part;
        part.bars = std::array{4, 6, 8, 12}[static_cast<std::size_t>(below(4))];
        part.gain = std::array{0.25F, 0.5F, 1.0F}[static_cast<std::size_t>(below(3))];
        part.drums = part.gain > 0.3F || below(2) == 0;
        part.key = below(7) - 3;
        bars += part.bars;
        spec.parts.push_back(part);
    }
    return spec;
}

}  // namespace

music::MusicMap heard_song(std::size_t index) {
    return listen(synthesise_song(song_spec(index)));
}

}  // namespace beatsync::test
