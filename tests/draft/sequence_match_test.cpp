#include "draft/sequence_match.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace beatsync::draft {
namespace {

using Keys = std::vector<std::size_t>;

/// Both ascend, and what is matched is equal.
void expect_common(const Keys& before, const Keys& after, const std::vector<Match>& matches) {
    for (std::size_t k = 0; k < matches.size(); ++k) {
        EXPECT_EQ(before.at(matches[k].before), after.at(matches[k].after));
        if (k == 0) continue;
        EXPECT_GT(matches[k].before, matches[k - 1].before);
        EXPECT_GT(matches[k].after, matches[k - 1].after);
    }
}

std::size_t longest_by_trying(const Keys& a, const Keys& b, std::size_t i, std::size_t j) {
    if (i == a.size() || j == b.size()) return 0;
    if (a[i] == b[j]) return 1 + longest_by_trying(a, b, i + 1, j + 1);
    return std::max(longest_by_trying(a, b, i + 1, j), longest_by_trying(a, b, i, j + 1));
}

TEST(SequenceMatch, IsTheLongestWithinItsBudget) {
    std::mt19937 random(3);
    for (int round = 0; round < 300; ++round) {
        Keys before(random() % 8);
        Keys after(random() % 8);
        for (std::size_t& key : before)
            key = random() % 4;
        for (std::size_t& key : after)
            key = random() % 4;
        std::size_t budget = 1000;
        const auto matches = match_sequences(before, after, budget);
        expect_common(before, after, matches);
        EXPECT_EQ(matches.size(), longest_by_trying(before, after, 0, 0));
        std::size_t nothing = 0;
        expect_common(before, after, match_sequences(before, after, nothing));
        EXPECT_EQ(nothing, 0U);
    }
}

TEST(SequenceMatch, CountsItsBudgetDown) {
    const Keys before = {1, 2, 1, 3, 1};
    const Keys after = {2, 1, 3, 1, 9};
    std::size_t budget = 25;
    EXPECT_EQ(match_sequences(before, after, budget).size(), 4U);
    EXPECT_EQ(budget, 0U);
    EXPECT_EQ(match_sequences(before, after, budget).size(), 2U);  // the first 1 to the first 1
}

TEST(SequenceMatch, WithoutABudgetARemovedOneIsStillFound) {
    std::size_t budget = 0;
    EXPECT_EQ(match_sequences({1, 2, 3, 4, 5}, {1, 2, 4, 5}, budget).size(), 4U);
    EXPECT_EQ(match_sequences({5, 1, 2, 3, 4}, {1, 2, 3, 4, 6}, budget).size(), 4U);
}

}  // namespace
}  // namespace beatsync::draft
