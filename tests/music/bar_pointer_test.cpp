#include "music/bar_pointer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace beatsync::music {
namespace {

/// The model's Viterbi as published, state by state (one for each frame of each period): slow and obvious.
class StateByState {
public:
    StateByState(const std::vector<float>& activation, const BeatModel& model)
        : activation_(activation), model_(model) {}

    DecodedBeats run() {
        Scores score = first();
        std::vector<std::vector<std::vector<int>>> from;  // [frame][period][0]: period before a beat
        for (std::size_t t = 1; t < activation_.size(); ++t) {
            Scores next = empty();
            std::vector<std::vector<int>> chosen(next.size(), std::vector<int>(1, -1));
            for (int p = 0; p < periods(); ++p) {
                for (int phase = 1; phase < period(p); ++phase)
                    at(next, p, phase) = at(score, p, phase - 1);
                for (int q = 0; q < periods(); ++q) {
                    const double candidate = at(score, q, period(q) - 1) + log_p(q, p);
                    if (candidate <= at(next, p, 0)) continue;
                    at(next, p, 0) = candidate;
                    chosen[static_cast<std::size_t>(p)][0] = q;
                }
            }
            add_observation(next, t);
            from.push_back(chosen);
            score = next;
        }
        return trace(score, from);
    }

private:
    using Scores = std::vector<std::vector<double>>;

    [[nodiscard]] int periods() const { return model_.max_period - model_.min_period + 1; }
    [[nodiscard]] int period(int index) const { return model_.min_period + index; }
    static double& at(Scores& scores, int p, int phase) {
        return scores[static_cast<std::size_t>(p)][static_cast<std::size_t>(phase)];
    }
    [[nodiscard]] Scores empty() const {
        Scores scores;
        for (int p = 0; p < periods(); ++p)
            scores.emplace_back(static_cast<std::size_t>(period(p)), -1e300);
        return scores;
    }
    [[nodiscard]] double log_p(int from, int to) const {
        const auto weight = [&](int x) {
            return std::exp(-model_.tempo_rigidity *
                            std::abs(static_cast<double>(period(x)) / period(from) - 1));
        };
        double total = 0;
        for (int x = 0; x < periods(); ++x)
            total += weight(x);
        return std::log(weight(to) / total);
    }
    Scores first() {
        Scores scores = empty();
        for (int p = 0; p < periods(); ++p) {
            for (int phase = 1; phase < period(p); ++phase)
                at(scores, p, phase) = 0;
            for (int q = 0; q < periods(); ++q)
                at(scores, p, 0) = std::max(at(scores, p, 0), log_p(q, p));
        }
        add_observation(scores, 0);
        return scores;
    }
    void add_observation(Scores& scores, std::size_t t) const {
        const double a = static_cast<double>(activation_[t]);
        for (int p = 0; p < periods(); ++p)
            for (int phase = 0; phase < period(p); ++phase)
                at(scores, p, phase) += phase * model_.beat_fraction < period(p)
                                            ? std::log(a)
                                            : std::log((1 - a) / (model_.beat_fraction - 1));
    }
    DecodedBeats trace(Scores& score, const std::vector<std::vector<std::vector<int>>>& from) const {
        DecodedBeats result{.frames = {}, .log_likelihood = -1e300};
        int p = 0;
        int phase = 0;
        for (int q = 0; q < periods(); ++q)
            for (int f = 0; f < period(q); ++f)
                if (at(score, q, f) > result.log_likelihood) {
                    result.log_likelihood = at(score, q, f);
                    p = q;
                    phase = f;
                }
        for (int t = static_cast<int>(activation_.size()) - 1; t >= 0; --t) {
            if (phase > 0) {
                --phase;
                continue;
            }
            result.frames.push_back(t);
            if (t == 0) break;
            p = from[static_cast<std::size_t>(t - 1)][static_cast<std::size_t>(p)][0];
            phase = period(p) - 1;
        }
        std::ranges::reverse(result.frames);
        return result;
    }

    const std::vector<float>& activation_;
    BeatModel model_;
};

std::vector<float> random_activation(std::size_t frames, std::uint32_t seed) {
    std::mt19937 engine(seed);
    std::vector<float> activation(frames);
    for (float& a : activation)
        a = 0.02F + 0.96F * static_cast<float>(static_cast<double>(engine()) / 4294967296.0);
    return activation;
}

TEST(BarPointer, EqualsTheStateSpaceItReplaces) {
    const BeatModel model{.min_period = 7, .max_period = 16, .tempo_rigidity = 12, .beat_fraction = 5};
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        SCOPED_TRACE(seed);
        const auto activation = random_activation(150, seed);
        const DecodedBeats expected = StateByState(activation, model).run();
        const DecodedBeats decoded = decode_beats(activation, model);
        EXPECT_NEAR(decoded.log_likelihood, expected.log_likelihood, 1e-6);
        EXPECT_EQ(decoded.frames, expected.frames);
    }
}

std::vector<float> pulses(std::size_t frames, const std::vector<std::size_t>& at) {
    std::vector<float> activation(frames, 0.02F);
    for (const std::size_t frame : at)
        if (frame < frames) activation[frame] = 0.9F;
    return activation;
}

TEST(BarPointer, KeepsThePhaseThroughAPause) {
    std::vector<std::size_t> at;
    for (std::size_t beat = 0; beat < 60; ++beat)
        if (beat < 20 || beat >= 32) at.push_back(10 + 50 * beat);
    const auto frames = decode_beats(pulses(3000, at), BeatModel{}).frames;
    ASSERT_GE(frames.size(), 59U);
    for (const int frame : frames) {
        const int phase = (frame + 40) % 50;  // 0 on the beat
        EXPECT_TRUE(phase <= 1 || phase >= 45)
            << frame;  // the pulse may fall anywhere in the first sixteenth
    }
}

TEST(BarPointer, ShortAndEmptySongs) {
    EXPECT_TRUE(decode_beats({}, BeatModel{}).frames.empty());
    for (const std::size_t frames : {1U, 5U, 27U, 60U, 109U, 110U}) {
        const auto decoded = decode_beats(random_activation(frames, 3), BeatModel{});
        for (const int frame : decoded.frames)
            EXPECT_TRUE(frame >= 0 && frame < static_cast<int>(frames));
    }
}

}  // namespace
}  // namespace beatsync::music
