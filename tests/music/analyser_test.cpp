#include "music/analyser.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <thread>
#include <vector>

#include "music/listening.h"
#include "support/song_synth.h"

namespace beatsync::music {
namespace {

Result<MusicMap> try_to_listen(const std::vector<float>& samples, int rate) {
    auto analyser = MusicAnalyser::create({.sample_rate = rate, .channels = 1});
    if (!analyser) return fail(analyser.error());
    analyser->push(samples);
    return analyser->finish();
}

void expect_valid(const MusicMap& map) {
    Time before{-1};
    for (const Beat& beat : map.grid.beats) {
        EXPECT_LT(before, beat.at);
        EXPECT_LT(beat.at, map.grid.duration);
        EXPECT_TRUE(beat.strength >= 0 && beat.strength <= 1) << beat.strength;
        before = beat.at;
    }
    EXPECT_EQ(map.beat_energy.size(), map.grid.beats.size());
    ASSERT_FALSE(map.sections.empty());
    EXPECT_EQ(map.sections.front().range.begin, Time{});
    EXPECT_EQ(map.sections.back().range.end, map.grid.duration);
    for (std::size_t s = 1; s < map.sections.size(); ++s)
        EXPECT_EQ(map.sections[s].range.begin, map.sections[s - 1].range.end);
}

TEST(Analyser, FindsBeatsAndBars) {
    const auto song = test::synthesise_song({.sample_rate = 16000, .seconds = 14, .bpm = 118});
    const MusicMap map = listen(song);
    expect_valid(map);
    EXPECT_GE(f_measure(song.beats, map.grid), 0.97);
    EXPECT_GE(f_measure(downbeats(song), downbeats(map.grid)), 0.95);
    EXPECT_LE(std::abs(median(offsets_ms(song.beats, map.grid))), 3);
    EXPECT_NEAR(map.grid.tempo_bpm, 118, 1.2);
    EXPECT_GT(map.grid.confidence, 0.8F);
    EXPECT_EQ(map.grid.duration, Time::from_ms(14000));
}

TEST(Analyser, TheCutIntoBlocksDoesNotMatter) {
    const auto song = test::synthesise_song({.sample_rate = 11025, .channels = 2, .seconds = 6, .bpm = 132});
    const MusicMap whole = listen(song.samples, 11025, 2, TrackerKind::beatsync, song.samples.size());
    for (const std::size_t block : {1U, 7U, 4096U}) {
        const MusicMap cut = listen(song.samples, 11025, 2, TrackerKind::beatsync, block);
        EXPECT_EQ(cut.grid.beats, whole.grid.beats) << block;
        EXPECT_EQ(cut.beat_energy, whole.beat_energy) << block;
        EXPECT_EQ(cut.loudness_lufs, whole.loudness_lufs) << block;
        EXPECT_EQ(cut.grid.confidence, whole.grid.confidence) << block;
    }
}

TEST(Analyser, EightKilohertzMono) {
    const auto song = test::synthesise_song({.sample_rate = 8000, .seconds = 14, .bpm = 96});
    const MusicMap map = listen(song);
    EXPECT_GE(f_measure(song.beats, map.grid), 0.97);
    EXPECT_LE(std::abs(median(offsets_ms(song.beats, map.grid))), 3);
}

TEST(Analyser, AnInvertedChannelDoesNotCancel) {
    const auto song = test::synthesise_song({.sample_rate = 11025, .seconds = 8, .bpm = 120});
    std::vector<float> stereo;
    for (const float sample : song.samples) {
        stereo.push_back(sample);
        stereo.push_back(-sample);
    }
    EXPECT_GE(f_measure(song.beats, listen(stereo, 11025, 2).grid), 0.95);
}

TEST(Analyser, NoiseAndTalkHaveNoConfidence) {
    constexpr int kRate = 11025;
    for (const std::uint32_t seed : {1U, 2U}) {
        const MusicMap noise = listen(test::synthesise_noise(12, kRate, seed), kRate);
        expect_valid(noise);
        EXPECT_LT(noise.grid.confidence, 0.1F) << "noise, seed " << seed;
        const MusicMap talk = listen(test::synthesise_speech(12, kRate, seed), kRate);
        expect_valid(talk);
        EXPECT_LT(talk.grid.confidence, 0.1F) << "speech, seed " << seed;
    }
}

TEST(Analyser, TooShortOrSilentIsAnInputError) {
    const auto brief = test::synthesise_song({.sample_rate = 8000, .seconds = 1.9});
    const auto too_short = try_to_listen(brief.samples, 8000);
    ASSERT_FALSE(too_short);
    EXPECT_EQ(too_short.error().code, Errc::input);
    EXPECT_FALSE(too_short.error().hint.empty());
    const auto silent = try_to_listen(std::vector<float>(8000 * 5), 8000);
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code, Errc::input);
    EXPECT_FALSE(silent.error().hint.empty());
    EXPECT_FALSE(try_to_listen({}, 8000));
}

TEST(Analyser, AFewSecondsAreEnough) {
    const auto song =
        test::synthesise_song({.sample_rate = 8000, .seconds = 2.1, .bpm = 120, .first_beat = 0.1});
    const MusicMap map = listen(song);
    expect_valid(map);
    EXPECT_GE(map.grid.beats.size(), 3U);
}

TEST(Analyser, NotFiniteCountsAsSilence) {
    auto song = test::synthesise_song({.sample_rate = 8000, .seconds = 6, .bpm = 120});
    auto hole = song.samples;
    auto poisoned = song.samples;
    for (std::size_t i = 10000; i < 10100; ++i) {
        hole[i] = 0;
        poisoned[i] =
            i % 2 == 0 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    }
    EXPECT_EQ(listen(poisoned, 8000).grid.beats, listen(hole, 8000).grid.beats);
}

TEST(Analyser, ParametersOutOfRangeAreUsageErrors) {
    for (const MusicParameters& bad :
         {MusicParameters{.sample_rate = 7999}, MusicParameters{.sample_rate = 192001},
          MusicParameters{.channels = 0}, MusicParameters{.channels = 9}}) {
        const auto analyser = MusicAnalyser::create(bad);
        ASSERT_FALSE(analyser);
        EXPECT_EQ(analyser.error().code, Errc::usage);
    }
}

/// FFTW, which both use, makes plans in one thread at a time.
TEST(AubioTracker, IsMadeBesideOurs) {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([t] {
            for (int i = 0; i < 150; ++i) {
                const auto kind = (t + i) % 2 == 0 ? TrackerKind::aubio : TrackerKind::classical;
                EXPECT_TRUE(MusicAnalyser::create({.sample_rate = 8000 + 1000 * (i % 40), .tracker = kind}));
            }
        });
}

TEST(AubioTracker, FindsBeatsBehindTheSameInterface) {
    const auto song = test::synthesise_song({.sample_rate = 22050, .seconds = 16, .bpm = 120});
    const MusicMap map = listen(song.samples, song.sample_rate, 1, TrackerKind::aubio);
    expect_valid(map);
    // It needs some six seconds to settle; then it misses none, not even those that fall on a hop.
    std::vector<double> late;
    for (const double beat : song.beats)
        if (beat > 8) late.push_back(beat);
    for (const double offset : offsets_ms(late, map.grid))
        EXPECT_LT(std::abs(offset), 70);
}

}  // namespace
}  // namespace beatsync::music
