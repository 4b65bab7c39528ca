#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "music/fft.h"
#include "music/filterbank.h"
#include "music/frame_cutter.h"
#include "music/harmony.h"
#include "music/onset_features.h"
#include "music/repetition.h"
#include "support/song_synth.h"

namespace beatsync::music {
namespace {

std::vector<float> sine(double hz, double seconds, int rate, double amplitude = 1) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * rate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(amplitude *
                                        std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate));
    return samples;
}

TEST(MagnitudeSpectrum, FullScaleSineReadsOne) {
    MagnitudeSpectrum spectrum(2048);
    const auto magnitudes = spectrum(sine(100 * 44100.0 / 2048, 2048.5 / 44100, 44100));
    EXPECT_NEAR(magnitudes[100], 1.0F, 1e-3F);
    EXPECT_NEAR(magnitudes[300], 0.0F, 1e-3F);
}

TEST(FrameCutter, WindowsAreCentredAtTheirTimes) {
    // Sample i holds i; 220.5 samples a frame, which must not drift.
    std::vector<float> ramp(22050);
    for (std::size_t i = 0; i < ramp.size(); ++i)
        ramp[i] = static_cast<float>(i);
    FrameCutter cutter(64, 22050, 100);
    std::vector<float> centres;
    const auto use = [&](std::span<const float> window) { centres.push_back(window[32]); };
    for (std::size_t at = 0; at < ramp.size(); at += 1000)
        cutter.push(std::span<const float>(ramp).subspan(at, std::min<std::size_t>(1000, ramp.size() - at)),
                    use);
    cutter.finish(use);
    ASSERT_EQ(centres.size(), 100U);
    for (std::size_t frame = 0; frame < centres.size(); ++frame)
        EXPECT_FLOAT_EQ(centres[frame], static_cast<float>(std::llround(220.5 * static_cast<double>(frame))));
}

TEST(Filterbank, ReachesNyquistAtMost) {
    const Filterbank bank(8000, 512, 24, 30, 17000);
    ASSERT_GT(bank.size(), 20U);
    EXPECT_LT(bank.centre_hz(bank.size() - 1), 4000);
    for (std::size_t b = 1; b < bank.size(); ++b)
        EXPECT_GT(bank.centre_hz(b), bank.centre_hz(b - 1));
}

TEST(Filterbank, FixedBandsMeanTheSameAtEveryRate) {
    // Constant magnitudes: what a band says is the width of its triangle, in bins of the given resolution.
    constexpr double kResolution = 44100.0 / 2048;
    const auto bands = [&](double rate, int fft_size) {
        const auto bank = Filterbank::fixed(kResolution, rate, fft_size, 12, 30, 17000);
        std::vector<float> out(bank.size());
        bank.apply(std::vector<float>(static_cast<std::size_t>(fft_size / 2 + 1), 1.0F), out);
        return out;
    };
    const auto reference = bands(44100, 2048);
    ASSERT_EQ(reference.size(), OnsetFeatures::kBands);
    EXPECT_FLOAT_EQ(reference.front(), 1.0F);  // two bins wide: all of the one between
    const auto finer = bands(48000, 4096);
    ASSERT_EQ(finer.size(), reference.size());
    for (std::size_t b = 20; b < reference.size(); ++b)
        EXPECT_NEAR(finer[b], reference[b], 0.05F * reference[b]) << b;
    const auto slow = bands(11025, 512);
    ASSERT_EQ(slow.size(), reference.size());
    EXPECT_FLOAT_EQ(slow[30], reference[30]);
    EXPECT_EQ(slow.back(), 0);  // beyond Nyquist
}

TEST(OnsetFeatures, TheSpectrogramIsInDecades) {
    // A full-scale sine in the middle of a band: 64·log10(1 + 512) = 173.4.
    std::vector<float> tone(44100);
    const double hz = 100 * 44100.0 / 2048;
    for (std::size_t i = 0; i < tone.size(); ++i)
        tone[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / 44100));
    OnsetFrontEnd front_end(44100);
    front_end.push(tone);
    const auto spectrogram = front_end.finish().spectrogram;
    ASSERT_EQ(spectrogram.size(), 100 * OnsetFeatures::kBands);
    const auto* frame = spectrogram.data() + 50 * OnsetFeatures::kBands;
    const auto loudest = std::max_element(frame, frame + OnsetFeatures::kBands);
    EXPECT_NEAR(*loudest, 173, 20);  // the window's lobe is wider than a bin
    EXPECT_EQ(frame[0], 0);
}

TEST(OnsetFeatures, VibratoIsNoOnset) {
    const int rate = 22050;
    std::vector<float> vibrato(static_cast<std::size_t>(4 * rate));
    double phase = 0;
    for (std::size_t i = 0; i < vibrato.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += 2 * std::numbers::pi * (1000 + 15 * std::sin(2 * std::numbers::pi * 6 * t)) / rate;
        vibrato[i] = static_cast<float>(0.5 * std::sin(phase));
    }
    OnsetFrontEnd swaying(rate);
    swaying.push(vibrato);
    OnsetFrontEnd clicking(rate);
    clicking.push(test::synthesise_clicks({2.0}, 4, rate));
    const auto a = swaying.finish().novelty[kMid];
    const auto b = clicking.finish().novelty[kMid];
    ASSERT_EQ(a.size(), 400U);
    const float click = *std::max_element(b.begin() + 195, b.begin() + 205);
    EXPECT_LT(*std::max_element(a.begin() + 50, a.end() - 50), 0.1F * click);
}

TEST(Harmony, TellsChordsApart) {
    const int rate = 22050;
    const auto chroma = [&](double hz) {
        Harmony harmony(rate);
        harmony.push(sine(hz, 2, rate, 0.3));
        const auto frames = harmony.finish();
        return mean_harmony(frames, 0.5, 1.5).chroma;
    };
    const auto a = chroma(440);
    EXPECT_LT(cosine_distance(a, chroma(880)), 0.2F);  // an octave is the same pitch class
    EXPECT_GT(cosine_distance(a, chroma(622.25)), 0.8F);
}

TEST(Repetition, SeesThreeInAWaltz) {
    const auto song =
        test::synthesise_song({.sample_rate = 16000, .seconds = 12, .bpm = 150, .beats_a_bar = 3});
    OnsetFrontEnd onsets(song.sample_rate);
    onsets.push(song.samples);
    const auto features = onsets.finish();
    std::vector<int> frames;
    for (const double beat : song.beats)
        frames.push_back(static_cast<int>(std::lround(beat * 100)));
    frames.pop_back();
    const Repetition repetition(frames, features);
    EXPECT_GT(repetition.strongest(), 0.8);
    EXPECT_GT(repetition.triple_over_duple(), 0.02);
}

}  // namespace
}  // namespace beatsync::music
