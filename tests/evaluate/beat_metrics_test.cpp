#include "evaluate/beat_metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace beatsync::evaluate {
namespace {

constexpr double kExact = 1e-12;

/// `count` beats half a second apart from `first` on.
std::vector<double> beats(int count, double first = 0, double interval = 0.5) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i)
        times.push_back(first + interval * i);
    return times;
}

TEST(BeatMetrics, TheSameBeatsAreAllRight) {
    const BeatScores scores = score_beats({beats(40), beats(10, 0, 2), {}}, {beats(40), beats(10, 0, 2), {}});
    EXPECT_EQ(scores.f, 1);
    EXPECT_NEAR(scores.cemgil.score, 1, kExact);
    EXPECT_EQ(scores.goto_score, 1);
    EXPECT_EQ(scores.p_score, 1);
    EXPECT_EQ(scores.continuity.cml_c, 1);
    EXPECT_NEAR(scores.information_gain, 1, kExact);
    EXPECT_TRUE(scores.tempo->acc1);
    EXPECT_EQ(scores.downbeat_f, 1);
    EXPECT_EQ(scores.offset_s, 0);
}

TEST(BeatMetrics, NothingFoundIsNothingRight) {
    const BeatScores scores = score_beats({beats(40), beats(10, 0, 2), {}}, {});
    EXPECT_EQ(scores.f, 0);
    EXPECT_EQ(scores.cemgil.best_level, 0);
    EXPECT_EQ(scores.goto_score, 0);
    EXPECT_EQ(scores.p_score, 0);
    EXPECT_EQ(scores.continuity.aml_t, 0);
    EXPECT_EQ(scores.information_gain, 0);
    EXPECT_FALSE(scores.tempo->acc2);
    EXPECT_FALSE(scores.downbeat_f);
    EXPECT_FALSE(scores.offset_s);
}

TEST(BeatMetrics, ABeatIsFoundOnceAndWithinTheWindowAlone) {
    const std::vector<double> reference{1, 2, 3};
    EXPECT_NEAR(f_measure(reference, std::vector<double>{1.05, 1.06, 2.08, 3}), 2 * 2 / 7.0, kExact);
}

TEST(BeatMetrics, TwiceHalfAndOffBeatAreOtherLevels) {
    const std::vector<double> reference = beats(40);
    for (const auto& other : {beats(79, 0, 0.25), beats(20, 0, 1), beats(20, 0.5, 1), beats(39, 0.25)}) {
        const Continuity c = continuity(reference, other);
        EXPECT_LT(c.cml_t, 0.6);
        EXPECT_NEAR(c.aml_t, 1, 0.06);
        EXPECT_NEAR(cemgil(reference, other).best_level, 1, 0.03);
    }
}

TEST(BeatMetrics, OneMistakeBreaksTheRunInTwo) {
    std::vector<double> found = beats(40);
    found[20] += 0.2;
    const Continuity c = continuity(beats(40), found);
    EXPECT_NEAR(c.cml_c, 20 / 40.0, kExact);
    EXPECT_NEAR(c.cml_t, 38 / 40.0, kExact) << "the beat and the interval after it";
}

TEST(BeatMetrics, OffsetIsSignedAndInTheMiddle) {
    std::vector<double> late = beats(9, 0.012);
    late[4] += 0.05;
    EXPECT_NEAR(*median_offset(beats(9), late), 0.012, 1e-9);
    EXPECT_NEAR(*median_offset(beats(9), beats(9, -0.02)), -0.02, 1e-9);
}

TEST(BeatMetrics, TempoMayBeAnOctaveOff) {
    EXPECT_TRUE(tempo_accuracy(100, 103.9).acc1);
    EXPECT_FALSE(tempo_accuracy(100, 104.1).acc2);
    EXPECT_FALSE(tempo_accuracy(100, 200).acc1);
    for (const double factor : {2.0, 3.0, 1.0 / 2, 1.0 / 3})
        EXPECT_TRUE(tempo_accuracy(120, 120 * factor).acc2) << factor;
    EXPECT_NEAR(median_tempo_bpm(beats(9)), 120, 1e-9);
}

TEST(BeatMetrics, TheBeginningIsNotJudged) {
    std::vector<double> found = beats(40);
    found[0] = 0.2;
    EXPECT_LT(score_beats({beats(40), {}, {}}, {found, {}, {}}).f, 1);
    EXPECT_EQ(score_beats({beats(40), {}, {}}, {found, {}, {}}, 5).f, 1);
}

}  // namespace
}  // namespace beatsync::evaluate
