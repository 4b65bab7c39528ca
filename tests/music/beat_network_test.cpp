#include "music/beat_network.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <random>

#include "music/onset_features.h"

namespace beatsync::music {
namespace {

constexpr int kBands = 81;

/// A network of small size with weights drawn at random, and what it must say by the definition of each
/// layer: one loop for each index, nothing shared with the code under test.
class SmallNetwork {
public:
    static constexpr int kFilters = 2;
    static constexpr int kChannels = 3;
    static constexpr int kBlocks = 2;
    static constexpr int kTempi = 64;

    explicit SmallNetwork(unsigned seed) : random_(seed) {
        store(kFilters);
        store(kChannels);
        store(kBlocks);
        onset_ = layer(kFilters, 9);
        shape_ = layer(kFilters, 9 * kFilters);
        narrow_ = layer(kChannels, 9 * kFilters);
        for (int b = 0; b < kBlocks; ++b) {
            dilated_.push_back(layer(kChannels, 5 * kChannels));
            mix_.push_back(layer(kChannels, kChannels));
        }
        out_ = layer(4, kChannels);
        tempo_ = layer(kTempi, kChannels);
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }

    /// Beat and downbeat of frame `f`, probabilities; the spectrogram has an even number of frames.
    [[nodiscard]] std::pair<double, double> answer(const std::vector<std::uint8_t>& song, int f) const {
        const auto x = after(kBlocks, song, f / 2).first;
        std::vector<double> rectified;
        for (const double v : x)
            rectified.push_back(std::max(0.0, v));
        const auto logit = out_.apply(rectified);
        const auto half = static_cast<std::size_t>(f % 2);
        return {sigmoid(logit[half]), sigmoid(logit[2 + half])};
    }

    /// Probabilities of the tempi.
    [[nodiscard]] std::vector<double> tempo(const std::vector<std::uint8_t>& song) const {
        const int steps = static_cast<int>(song.size()) / kBands / 2;
        std::vector<double> mean(kChannels);
        for (int s = 0; s < steps; ++s) {
            const auto learned = after(kBlocks, song, s).second;
            for (std::size_t c = 0; c < mean.size(); ++c)
                mean[c] += std::max(0.0, learned[c]) / steps;
        }
        auto weights = tempo_.apply(mean);
        for (double& w : weights)
            w = std::exp(w);
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        for (double& w : weights)
            w /= sum;
        return weights;
    }

private:
    struct Dense {
        int out = 0;
        int in = 0;
        std::vector<double> weights;  // [in][out], as in the file
        std::vector<double> bias;

        [[nodiscard]] std::vector<double> apply(const std::vector<double>& x) const {
            std::vector<double> y = bias;
            for (int i = 0; i < in; ++i)
                for (int o = 0; o < out; ++o)
                    y[static_cast<std::size_t>(o)] +=
                        weights[static_cast<std::size_t>(i * out + o)] * x[static_cast<std::size_t>(i)];
            return y;
        }
    };

    static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

    double store(double value) {
        const Eigen::half half{static_cast<float>(value)};
        std::byte raw[2];
        std::memcpy(raw, &half, 2);
        bytes_.insert(bytes_.end(), raw, raw + 2);
        return static_cast<double>(static_cast<float>(half));
    }
    Dense layer(int out, int in) {
        std::normal_distribution<double> normal(0, 0.4);
        Dense dense{.out = out, .in = in, .weights = {}, .bias = {}};
        for (int i = 0; i < out * in; ++i)
            dense.weights.push_back(store(normal(random_)));
        for (int i = 0; i < out; ++i)
            dense.bias.push_back(store(normal(random_)));
        return dense;
    }

    static double decades(const std::vector<std::uint8_t>& song, int f, int band) {
        const int frames = static_cast<int>(song.size()) / kBands;
        if (f < 0 || f >= frames || band < 0 || band >= kBands) return 0;
        return song[static_cast<std::size_t>(f * kBands + band)] / 64.0;
    }
    /// Of frame f and each three bands, the largest; silence beyond the song and the bands.
    [[nodiscard]] std::vector<double> onset(const std::vector<std::uint8_t>& song, int f, int third) const {
        std::vector<double> best(kFilters, 0.0);  // rectified
        if (f < 0 || f >= static_cast<int>(song.size()) / kBands || third < 0 || third >= kBands / 3)
            return best;
        for (int band = 3 * third; band < 3 * third + 3; ++band) {
            std::vector<double> patch;
            for (int t = -1; t <= 1; ++t)
                for (int b = -1; b <= 1; ++b)
                    patch.push_back(decades(song, f + t, band + b));
            const auto y = onset_.apply(patch);
            for (std::size_t k = 0; k < best.size(); ++k)
                best[k] = std::max(best[k], y[k]);
        }
        return best;
    }
    [[nodiscard]] std::vector<double> front(const std::vector<std::uint8_t>& song, int step) const {
        std::vector<double> stacked;
        for (int ninth = 0; ninth < 9; ++ninth) {
            std::vector<double> best(kFilters, 0.0);
            for (int third = 3 * ninth; third < 3 * ninth + 3; ++third) {
                std::vector<double> patch;
                for (int t = -1; t <= 1; ++t)
                    for (int b = -1; b <= 1; ++b)
                        for (const double v : onset(song, 2 * step + t, third + b))
                            patch.push_back(v);
                const auto y = shape_.apply(patch);
                for (std::size_t k = 0; k < best.size(); ++k)
                    best[k] = std::max(best[k], y[k]);
            }
            stacked.insert(stacked.end(), best.begin(), best.end());
        }
        auto y = narrow_.apply(stacked);
        for (double& v : y)
            v = std::max(0.0, v);
        return y;
    }
    /// (the sum so far, what the blocks added) after so many blocks.
    [[nodiscard]] std::pair<std::vector<double>, std::vector<double>> after(
        int blocks, const std::vector<std::uint8_t>& song, int step) const {
        const int steps = static_cast<int>(song.size()) / kBands / 2;
        if (blocks == 0) return {front(song, step), std::vector<double>(kChannels, 0.0)};
        auto [x, learned] = after(blocks - 1, song, step);
        std::vector<double> taps;
        for (int tap = -2; tap <= 2; ++tap) {
            const int at = step + tap * (1 << (blocks - 1));
            const auto there = at < 0 || at >= steps ? std::vector<double>(kChannels, 0.0)
                                                     : after(blocks - 1, song, at).first;
            taps.insert(taps.end(), there.begin(), there.end());
        }
        const auto block = static_cast<std::size_t>(blocks - 1);
        auto y = dilated_[block].apply(taps);
        for (double& v : y)
            v = std::max(0.0, v);
        y = mix_[block].apply(y);
        for (std::size_t c = 0; c < x.size(); ++c) {
            x[c] += y[c];
            learned[c] += y[c];
        }
        return {x, learned};
    }

    std::mt19937 random_;
    std::vector<std::byte> bytes_;
    Dense onset_, shape_, narrow_, out_, tempo_;
    std::vector<Dense> dilated_, mix_;
};

std::vector<std::uint8_t> noise(std::size_t frames, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<std::uint8_t> song(frames * kBands);
    for (auto& byte : song)
        byte = static_cast<std::uint8_t>(random() % 150);
    return song;
}

TEST(BeatNetwork, SaysWhatTheDefinitionOfItsLayersSays) {
    const SmallNetwork truth(7);
    const auto song = noise(40, 1);
    const BeatActivations said = BeatNetwork(truth.bytes())(song);
    ASSERT_EQ(said.beat.size(), 40U);
    ASSERT_EQ(said.downbeat.size(), 40U);
    for (const int f : {0, 1, 2, 11, 20, 37, 38, 39}) {
        const auto [beat, downbeat] = truth.answer(song, f);
        EXPECT_NEAR(said.beat[static_cast<std::size_t>(f)], std::clamp(beat, 1e-4, 1 - 1e-4), 2e-4) << f;
        EXPECT_NEAR(said.downbeat[static_cast<std::size_t>(f)], std::clamp(downbeat, 1e-4, 1 - 1e-4), 2e-4)
            << f;
    }
    const auto tempo = truth.tempo(song);
    for (std::size_t c = 0; c < tempo.size(); ++c)
        EXPECT_NEAR(said.tempo[c], tempo[c], 2e-4) << c;
}

TEST(BeatNetwork, ALongSongIsWorkedOutInStretchesThatDoNotShow) {
    const SmallNetwork truth(8);
    const auto song = noise(2 * (2 * 16384) + 300, 2);  // longer than two stretches
    const BeatActivations said = BeatNetwork(truth.bytes())(song);
    ASSERT_EQ(said.beat.size(), song.size() / kBands);
    for (const int seam : {2 * 16384, 4 * 16384})
        for (int f = seam - 14; f < seam + 14; ++f)
            EXPECT_NEAR(said.beat[static_cast<std::size_t>(f)],
                        std::clamp(truth.answer(song, f).first, 1e-4, 1 - 1e-4), 2e-4)
                << f;
}

TEST(BeatNetwork, AnOddFrameCountsAndNoneIsNoError) {
    const SmallNetwork truth(9);
    auto even = noise(30, 3);
    const BeatNetwork network(truth.bytes());
    std::fill(even.end() - kBands, even.end(), std::uint8_t{0});
    const auto odd = std::vector<std::uint8_t>(even.begin(), even.end() - kBands);
    const auto of_even = network(even);
    const auto of_odd = network(odd);
    ASSERT_EQ(of_odd.beat.size(), 29U);
    for (std::size_t f = 0; f < 29; ++f)
        EXPECT_FLOAT_EQ(of_odd.beat[f], of_even.beat[f]);
    EXPECT_TRUE(network({}).beat.empty());
}

}  // namespace
}  // namespace beatsync::music
