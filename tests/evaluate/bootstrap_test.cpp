#include "evaluate/bootstrap.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace beatsync::evaluate {
namespace {

constexpr int kResamples = 4000;

Series of(std::vector<std::optional<double>> values, bool median = false) {
    return {std::move(values), median};
}

/// `n` values that are 0 and 1 in turn.
Series coins(std::size_t n) {
    Series series;
    for (std::size_t i = 0; i < n; ++i)
        series.values.emplace_back(static_cast<double>(i % 2));
    return series;
}

Estimate estimate_one(const Series& series, std::uint64_t seed = 0) {
    return estimate({series}, Resampler({{"set", series.values.size()}}, kResamples, seed)).front();
}

TEST(Bootstrap, EveryResampleHasAsManyFilesAsTheSet) {
    const Resampler resampler({{"a", 7}, {"b", 3}}, kResamples, 1);
    std::vector<std::uint32_t> times;
    std::vector<double> sums(10);
    for (std::size_t r = 0; r < resampler.resamples(); ++r) {
        resampler.draw(r, times);
        ASSERT_EQ(std::accumulate(times.begin(), times.begin() + 7, 0U), 7U);
        ASSERT_EQ(std::accumulate(times.begin() + 7, times.end(), 0U), 3U);
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] += times[i];
    }
    // A file is drawn once on average; the deviation of the mean over 4,000 resamples is under 0.016.
    for (const double sum : sums)
        EXPECT_NEAR(sum / kResamples, 1, 0.064);
}

TEST(Bootstrap, TheIntervalIsThatOfTheTextbook) {
    // The mean of 400 fair coins deviates by 0.5 / 20, so that 95 % of resamples are within 1.96 of these.
    const Estimate mean = estimate_one(coins(400));
    EXPECT_EQ(mean.files, 400U);
    EXPECT_DOUBLE_EQ(mean.value, 0.5);
    EXPECT_NEAR(mean.interval->low, 0.5 - 1.96 * 0.025, 0.004);
    EXPECT_NEAR(mean.interval->high, 0.5 + 1.96 * 0.025, 0.004);
    // Two files: both are the one in a quarter of the draws each.
    const Estimate two = estimate_one(coins(2));
    EXPECT_DOUBLE_EQ(two.interval->low, 0);
    EXPECT_DOUBLE_EQ(two.interval->high, 1);
}

TEST(Bootstrap, AMedianIsNotMovedByOneOutlier) {
    const Estimate odd = estimate_one(of({3, 1, 2, 1000, 2.5}, true));
    EXPECT_DOUBLE_EQ(odd.value, 2.5);
    EXPECT_DOUBLE_EQ(estimate_one(of({4, 1, 2, 1000}, true)).value, 3) << "between the two in the middle";
}

TEST(Bootstrap, FilesWithoutAValueDoNotCount) {
    const Estimate mean = estimate_one(of({0.5, std::nullopt, 0.7, std::nullopt}));
    EXPECT_EQ(mean.files, 2U);
    EXPECT_DOUBLE_EQ(mean.value, 0.6);
    EXPECT_TRUE(mean.interval);
    const Estimate none = estimate_one(of({std::nullopt, std::nullopt}));
    EXPECT_EQ(none.files, 0U);
    EXPECT_FALSE(none.interval);
}

TEST(Bootstrap, OneFileSaysNothingAboutOthers) {
    EXPECT_FALSE(estimate_one(of({0.5})).interval);
    const Resampler singles({{"a", 1}, {"b", 1}}, kResamples, 0);
    EXPECT_FALSE(estimate({of({0.2, 0.8})}, singles).front().interval) << "each set is but one file";
}

TEST(Bootstrap, SetsAreDrawnApart) {
    // All of the difference is between the sets: the mean of both can't vary.
    const Series series = of({0, 0, 0, 1, 1, 1});
    const Estimate apart = estimate({series}, Resampler({{"a", 3}, {"b", 3}}, kResamples, 0)).front();
    EXPECT_DOUBLE_EQ(apart.interval->low, 0.5);
    EXPECT_DOUBLE_EQ(apart.interval->high, 0.5);
    // Sets of one size do not draw the same files: together they vary less than one.
    Series both = coins(100);
    const Series one = coins(100);
    both.values.insert(both.values.end(), one.values.begin(), one.values.end());
    const Estimate together = estimate({both}, Resampler({{"a", 100}, {"b", 100}}, kResamples, 0)).front();
    EXPECT_NEAR(together.interval->high - together.interval->low, 2 * 1.96 * 0.5 / std::sqrt(200), 0.01);
}

TEST(Bootstrap, ASetsIntervalIsTheSameWhateverStandsBesideIt) {
    const Resampler alone({{"a", 5}}, 100, 3);
    const Resampler beside({{"a", 5}, {"b", 4}}, 100, 3);
    std::vector<std::uint32_t> one;
    std::vector<std::uint32_t> two;
    for (std::size_t r = 0; r < 100; ++r) {
        alone.draw(r, one);
        beside.draw(r, two);
        two.resize(5);
        ASSERT_EQ(one, two);
    }
}

TEST(Bootstrap, SameSeedSameInterval) {
    Series values;
    for (int i = 0; i < 20; ++i)
        values.values.emplace_back(std::sin(i));
    const auto a = estimate_one(values, 5);
    const auto b = estimate_one(values, 5);
    const auto c = estimate_one(values, 6);
    EXPECT_EQ(a.interval->low, b.interval->low);
    EXPECT_NE(a.interval->low, c.interval->low);
}

TEST(Bootstrap, PSaysHowOftenTheFigureIsOnTheOtherSide) {
    EXPECT_DOUBLE_EQ(*estimate_one(of({0.1, 0.2, 0.1, 0.3})).p_zero, 2.0 / (kResamples + 1)) << "never";
    EXPECT_DOUBLE_EQ(*estimate_one(of({-0.1, -0.2, -0.1})).p_zero, 2.0 / (kResamples + 1));
    EXPECT_DOUBLE_EQ(*estimate_one(of({0, 0, 0})).p_zero, 1) << "no difference at all";
    // −1 in every draw with probability 1/4, +1 with 1/4, else 0: one side and the middle are 3/4.
    EXPECT_DOUBLE_EQ(*estimate_one(of({-1, 1})).p_zero, 1);
    // Of three, all are the worse one in 1/27 of the draws; one more draw of it gives a mean below 0 too.
    EXPECT_NEAR(*estimate_one(of({-1, 0.6, 0.6})).p_zero, 2 * (1 / 27.0 + 6 / 27.0), 0.03);
}

}  // namespace
}  // namespace beatsync::evaluate
