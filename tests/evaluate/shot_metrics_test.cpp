#include "evaluate/shot_metrics.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace beatsync::evaluate {
namespace {

/// 200 frames, 25 a second.
ShotTruth some_video() {
    ShotTruth truth;
    for (int i = 0; i < 200; ++i)
        truth.frame_times.push_back(i / 25.0);
    truth.cuts = {20, 50, 53};
    truth.transitions = {{{80, 90}, false}, {{120, 140}, true}};
    truth.ignored = {{170, 180}};
    return truth;
}

std::vector<double> times(const std::vector<int>& frames) {
    std::vector<double> seconds;
    for (const int frame : frames)
        seconds.push_back(frame / 25.0);
    return seconds;
}

ShotCounts count(const std::vector<int>& frames) {
    return count_shots(some_video(), times(frames));
}

TEST(ShotMetrics, AllIsFound) {
    const ShotCounts counts = count({20, 50, 53, 85, 130});
    EXPECT_EQ(counts, (ShotCounts{3, 3, 3, 2, 2, 0, 0}));
    const ShotScores scores = scores_of(counts);
    EXPECT_EQ(scores.f1, 1);
    EXPECT_EQ(scores.cut_f1, 1);
    EXPECT_EQ(scores.gradual_recall, 1);
}

TEST(ShotMetrics, NothingIsFound) {
    const ShotScores scores = scores_of(count({}));
    EXPECT_EQ(scores.f1, 0);
    EXPECT_EQ(scores.precision, 0);
    EXPECT_EQ(scores.gradual_recall, 0);
    EXPECT_FALSE(scores_of(count_shots({{0, 1}, {1}, {}, {}}, {})).gradual_recall);
}

TEST(ShotMetrics, TwoFramesOffIsRightAndThreeIsNot) {
    EXPECT_EQ(count({22}).cuts_found, 1);
    EXPECT_EQ(count({22}).cuts_exact, 0);
    EXPECT_EQ(count({17}), (ShotCounts{3, 0, 0, 2, 0, 1, 0}));
    EXPECT_EQ(count({78}).transitions_found, 1);
    EXPECT_EQ(count({77}).false_alarms, 1);
    EXPECT_EQ(count({92}).transitions_found, 1);
    EXPECT_EQ(count({93}).false_alarms, 1);
}

TEST(ShotMetrics, TheClosestPairsAreMadeFirst) {
    // 52 is nearer to 53, and so left is 50 for 51.
    EXPECT_EQ(count({51, 52}), (ShotCounts{3, 2, 0, 2, 0, 0, 0}));
    // One cut is found once.
    EXPECT_EQ(count({19, 20}), (ShotCounts{3, 1, 1, 2, 0, 1, 0}));
}

TEST(ShotMetrics, ATransitionIsFoundOnceAndAFadeTwice) {
    EXPECT_EQ(count({82, 88}), (ShotCounts{3, 0, 0, 2, 1, 0, 1}));
    EXPECT_EQ(count({122, 138}), (ShotCounts{3, 0, 0, 2, 1, 0, 0}));
    EXPECT_EQ(count({122, 130, 138}), (ShotCounts{3, 0, 0, 2, 1, 0, 1}));
}

TEST(ShotMetrics, WhatIsIgnoredIsNeitherRightNorWrong) {
    EXPECT_EQ(count({170, 175, 180}), (ShotCounts{3, 0, 0, 2, 0, 0, 0}));
    EXPECT_EQ(count({169, 181}).false_alarms, 2);
}

TEST(ShotMetrics, TimesAreTakenForTheNearestFrame) {
    const ShotTruth truth{{0, 0.5, 0.6, 3.0}, {2}, {}, {}};
    const auto exact = [&](double at) {
        const std::vector<double> found{at};
        return count_shots(truth, found, 0).cuts_exact;
    };
    EXPECT_EQ(exact(0.54), 0);
    EXPECT_EQ(exact(0.56), 1);
    EXPECT_EQ(exact(1.79), 1);
    EXPECT_EQ(exact(1.81), 0);
    EXPECT_EQ(exact(99), 0);
}

TEST(ShotMetrics, TwoOfOneFrameAreOne) {
    const std::vector<double> twice{0.8, 0.801};
    EXPECT_EQ(count_shots(some_video(), twice), (ShotCounts{3, 1, 1, 2, 0, 0, 0}));
}

TEST(ShotMetrics, ScoresFollowFromCounts) {
    const ShotScores scores = scores_of({10, 8, 8, 4, 3, 2, 1});
    EXPECT_DOUBLE_EQ(scores.precision, 11.0 / 14);
    EXPECT_DOUBLE_EQ(scores.recall, 11.0 / 14);
    EXPECT_DOUBLE_EQ(scores.f1, 11.0 / 14);
    EXPECT_DOUBLE_EQ(scores.cut_precision, 0.8);
    EXPECT_DOUBLE_EQ(scores.cut_recall, 0.8);
    EXPECT_DOUBLE_EQ(*scores.gradual_recall, 0.75);
}

TEST(ShotMetrics, EveryBoundaryIsCountedAtMostOnce) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<int> frames;
        for (int frame = 0; frame < 200; ++frame)
            if (random() % 20 == 0) frames.push_back(frame);
        const ShotCounts c = count(frames);
        const auto all = static_cast<std::int64_t>(frames.size());
        EXPECT_LE(c.cuts_found + c.transitions_found + c.false_alarms + c.repeats, all);
        EXPECT_LE(c.cuts_exact, c.cuts_found);
        EXPECT_LE(c.cuts_found, c.cuts);
    }
}

}  // namespace
}  // namespace beatsync::evaluate
