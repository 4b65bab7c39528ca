#include "music/hypotheses.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "music/bar_pointer.h"

namespace beatsync::music {
namespace {

constexpr int kFrames = 3000;

/// Activations of a song of 30 s: so strong every `period` frames, so strong halfway between.
BeatActivations activations(int period, float beats, float between) {
    BeatActivations a;
    a.beat.assign(kFrames, 0.01F);
    a.downbeat.assign(kFrames, 0.01F);
    a.tempo.fill(1.0F / BeatActivations::kTempoClasses);
    for (int f = 10; f < kFrames; f += period) {
        a.beat[static_cast<std::size_t>(f)] = beats;
        if (f + period / 2 < kFrames) a.beat[static_cast<std::size_t>(f + period / 2)] = between;
    }
    return a;
}

/// All of the probability on one tempo.
void hear_tempo(BeatActivations& a, double bpm) {
    const double at = std::log2(bpm / BeatActivations::kSlowestBpm) / BeatActivations::kOctaves;
    a.tempo.fill(1e-4F);
    a.tempo[static_cast<std::size_t>(at * BeatActivations::kTempoClasses)] = 0.99F;
}

std::vector<int> every(int period, int first) {
    std::vector<int> frames;
    for (int f = first; f < kFrames; f += period)
        frames.push_back(f);
    return frames;
}

int median_period(const Hypothesis& h) {
    const std::size_t middle = h.frames.size() / 2;
    return h.frames[middle] - h.frames[middle - 1];
}

TEST(Hypotheses, ClearBeatsAreLikelyAndNamed) {
    auto clear = activations(50, 0.9F, 0.01F);
    hear_tempo(clear, 120);
    const auto all = rank_hypotheses(clear, every(50, 10));
    ASSERT_FALSE(all.empty());
    EXPECT_EQ(median_period(all.front()), 50);
    EXPECT_GT(all.front().probability, 0.8);
    EXPECT_NEAR(all.front().activation, 0.9, 0.05);
    for (std::size_t h = 1; h < all.size(); ++h)
        EXPECT_LE(all[h].log_odds, all[h - 1].log_odds);
}

TEST(Hypotheses, TheTempoThatIsHeardDecidesTheOctave) {
    auto ambiguous = activations(70, 0.8F, 0.45F);  // 86 or 171 bpm
    hear_tempo(ambiguous, 60.0 * 100 / 70);
    EXPECT_EQ(median_period(rank_hypotheses(ambiguous, {}).front()), 70);
    hear_tempo(ambiguous, 60.0 * 100 / 35);
    EXPECT_EQ(median_period(rank_hypotheses(ambiguous, {}).front()), 35);
}

TEST(Hypotheses, AnotherTrackersBeatsCount) {
    // Beats of 86 bpm that may as well be of 171.
    const auto ambiguous = activations(70, 0.8F, 0.45F);
    const auto gap = [&](const std::vector<int>& other) {
        double slow = -1e9;
        double fast = -1e9;
        for (const Hypothesis& h : rank_hypotheses(ambiguous, other)) {
            if (median_period(h) == 70) slow = std::max(slow, h.log_odds);
            if (median_period(h) == 35) fast = std::max(fast, h.log_odds);
        }
        return slow - fast;
    };
    EXPECT_GT(gap(every(70, 10)), gap({}) + 0.2);
    EXPECT_LT(gap(every(35, 10)), gap({}) - 0.2);
}

TEST(Hypotheses, NothingComesOfNothing) {
    EXPECT_TRUE(rank_hypotheses({}, {}).empty());
}

TEST(BarPointer, LikelihoodOfGivenBeatsIsThatOfTheModel) {
    const auto a = activations(50, 0.9F, 0.01F);
    const auto decoded = decode_beats(a.beat, BeatModel{});
    // The decoded path pays for staying at its tempo, some hundredths of a nat a beat, besides.
    const double same = log_likelihood(a.beat, decoded.frames, BeatModel{});
    EXPECT_GE(same, decoded.log_likelihood);
    EXPECT_NEAR(same, decoded.log_likelihood, 3.0 * static_cast<double>(decoded.frames.size()));
    // Beats go on before the first and after the last.
    const std::vector<int> some(decoded.frames.begin() + 5, decoded.frames.end() - 5);
    EXPECT_NEAR(log_likelihood(a.beat, some, BeatModel{}), same, 1e-6 * std::abs(same) + 5);
    EXPECT_LT(log_likelihood(a.beat, every(50, 30), BeatModel{}), same - 100);
    EXPECT_LT(log_likelihood(a.beat, every(100, 10), BeatModel{}), same - 100);
}

}  // namespace
}  // namespace beatsync::music
