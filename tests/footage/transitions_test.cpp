#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "footage/scene.h"

namespace beatsync::footage {
namespace {

using testing::IsEmpty;

/// Frames [begin, end) are the transition's; it is made here, pixel by pixel.
struct Truth {
    int begin = 0;
    int end = 0;

    /// How far it is, 0 before and 1 after.
    [[nodiscard]] double share(int frame) const {
        return std::clamp((frame - begin + 1.0) / (end - begin + 1.0), 0.0, 1.0);
    }
};

/// Two shots that drift slowly.
Frame before(int i) {
    return Frame::scene(1, i / 3);
}
Frame after(int i) {
    return Frame::scene(2, 40 - i / 4);
}

Frame dissolve(const Truth& truth, int i) {
    return before(i).blended(after(i), truth.share(i));
}

Frame dip(const Truth& truth, int i, std::uint8_t luma) {
    const double way = 2 * truth.share(i);
    return way < 1 ? before(i).blended(Frame(luma), way) : Frame(luma).blended(after(i), way - 1);
}

void expect_one(const ClipMap& map, const Truth& truth, TransitionKind kind) {
    ASSERT_EQ(map.transitions.size(), 1U);
    const Transition& found = map.transitions[0];
    EXPECT_EQ(transition_name(found.kind), transition_name(kind));
    const int slack = 2 + (truth.end - truth.begin) / 5;
    EXPECT_NEAR(static_cast<double>(found.first_frame), truth.begin, slack);
    EXPECT_NEAR(static_cast<double>(found.end_frame), truth.end, slack);
    EXPECT_GE(found.score, 0.5F);
    EXPECT_LE(found.score, 1.0F);
    ASSERT_EQ(map.shots.size(), 2U);
    EXPECT_NEAR(static_cast<double>(map.shots[1].first_frame), (truth.begin + truth.end) / 2.0, slack);
    EXPECT_EQ(transition_into(map, 1), &found);
    EXPECT_EQ(transition_into(map, 0), nullptr);
    EXPECT_EQ(alone_in(map, 0), (TimeRange{Time{}, found.range.begin}));
    EXPECT_EQ(alone_in(map, 1), (TimeRange{found.range.end, map.shots[1].range.end}));
}

class OfLength : public testing::TestWithParam<int> {
protected:
    [[nodiscard]] Truth truth() const { return {30, 30 + GetParam()}; }
    [[nodiscard]] int count() const { return 60 + GetParam(); }
};
INSTANTIATE_TEST_SUITE_P(Transitions, OfLength, testing::Values(6, 10, 16, 25, 40));

TEST_P(OfLength, DissolvesAreFound) {
    const auto clip = [&](int i) { return dissolve(truth(), i); };
    expect_one(analyse(count(), clip), truth(), TransitionKind::dissolve);
}

TEST_P(OfLength, WipesAreFound) {
    if (GetParam() > 25) GTEST_SKIP() << "the shots move on too far meanwhile";
    const auto clip = [&](int i) { return before(i).wiped(after(i), truth().share(i)); };
    expect_one(analyse(count(), clip), truth(), TransitionKind::wipe);
}

TEST_P(OfLength, DipsToBlackAreFound) {
    if (GetParam() < 10) GTEST_SKIP() << "each half is three frames: two hard cuts are as right";
    const auto clip = [&](int i) { return dip(truth(), i, 0); };
    expect_one(analyse(count(), clip), truth(), TransitionKind::dip);
}

TEST_P(OfLength, DipsToWhiteAreFound) {
    if (GetParam() < 10) GTEST_SKIP() << "each half is three frames: two hard cuts are as right";
    const auto clip = [&](int i) { return dip(truth(), i, 255); };
    expect_one(analyse(count(), clip), truth(), TransitionKind::dip);
}

TEST_P(OfLength, DissolvesAreFoundInGrain) {
    const auto clip = [&](int i) { return dissolve(truth(), i).noisy(static_cast<std::uint32_t>(i), 6); };
    expect_one(analyse(count(), clip), truth(), TransitionKind::dissolve);
}

TEST_P(OfLength, DissolvesAreFoundBetweenBlackBars) {
    const auto barred = [](const Frame& frame) {
        return frame.with_box(0, 0, Frame::kWidth, 9, 0).with_box(0, 63, Frame::kWidth, 9, 0);
    };
    const auto clip = [&](int i) { return barred(dissolve(truth(), i)); };
    expect_one(analyse(count(), clip), truth(), TransitionKind::dissolve);
}

TEST(Transitions, AreFoundBesideHardCuts) {
    const Truth truth{30, 42};
    const ClipMap map = analyse(80, [&](int i) {
        if (i < 22) return Frame::scene(3, i);
        return i < 50 ? dissolve(truth, i) : Frame::scene(4, i);
    });
    ASSERT_EQ(map.shots.size(), 4U);
    EXPECT_EQ(map.shots[1].first_frame, 22);
    EXPECT_NEAR(static_cast<double>(map.shots[2].first_frame), 36, 2);
    EXPECT_EQ(map.shots[3].first_frame, 50);
    ASSERT_EQ(map.transitions.size(), 1U);
}

TEST(Transitions, ThatLeadInAndOutAreNoShotsOfTheirOwn) {
    // A black lead, a fade in, the shot, a fade out, and black to the end.
    const ClipMap map = analyse(100, [](int i) {
        const double in = std::clamp((i - 9) / 16.0, 0.0, 1.0);
        const double out = std::clamp((86 - i) / 16.0, 0.0, 1.0);
        return Frame(0).blended(before(i), std::min(in, out));
    });
    ASSERT_EQ(map.transitions.size(), 2U);
    EXPECT_EQ(map.transitions[0].kind, TransitionKind::fade);
    EXPECT_EQ(map.transitions[1].kind, TransitionKind::fade);
    ASSERT_EQ(map.shots.size(), 1U);
    EXPECT_EQ(alone_in(map, 0), (TimeRange{map.transitions[0].range.end, map.transitions[1].range.begin}));
}

/// However long the black is that they come from or go to.
TEST(Transitions, ThatLeadIntoLongBlackLeaveTheShot) {
    const ClipMap out = analyse(
        200, [&](int i) { return Frame(0).blended(before(i), std::clamp((60 - i) / 16.0, 0.0, 1.0)); });
    ASSERT_EQ(out.shots.size(), 1U);
    ASSERT_EQ(out.transitions.size(), 1U);
    EXPECT_EQ(alone_in(out, 0), (TimeRange{Time{}, out.transitions[0].range.begin}));
    const ClipMap in = analyse(
        200, [&](int i) { return Frame(255).blended(before(i), std::clamp((i - 139) / 16.0, 0.0, 1.0)); });
    ASSERT_EQ(in.shots.size(), 1U);
    ASSERT_EQ(in.transitions.size(), 1U);
    EXPECT_EQ(alone_in(in, 0), (TimeRange{in.transitions[0].range.end, in.shots[0].range.end}));
}

TEST(Transitions, HideNoBeatsOfTheirOwn) {
    const Truth truth{30, 42};
    const ClipMap map = analyse(80, [&](int i) { return before(0).wiped(after(0), truth.share(i)); });
    EXPECT_THAT(map.visual_beats, IsEmpty());
}

TEST(Transitions, AreSoughtMoreOrLess) {
    const Truth truth{30, 42};
    const auto faint = [&](int i) {
        return dissolve(truth, i).blended(Frame(120), 0.6).noisy(static_cast<std::uint32_t>(i), 4);
    };
    const auto count = [&](double sensitivity) {
        return analyse(80, faint, 25, {sensitivity}).transitions.size();
    };
    EXPECT_LE(count(0.1), count(1));
    EXPECT_LE(count(1), count(10));
}

TEST(NoTransitions, InAPan) {
    for (const int speed : {1, 2, 4, 7, 11})
        EXPECT_THAT(analyse(80, [&](int i) { return Frame::scene(1, speed * i); }).transitions, IsEmpty())
            << speed;
}

TEST(NoTransitions, InAShortPan) {
    for (const int speed : {2, 4, 6, 8}) {
        const auto x = [&](int i) { return speed * std::clamp(i - 30, 0, 10); };
        EXPECT_THAT(analyse(80, [&](int i) { return Frame::scene(1, x(i), x(i) / 3); }).transitions,
                    IsEmpty())
            << speed;
    }
}

TEST(NoTransitions, WhenSomethingPassesBefore) {
    for (const int speed : {4, 8, 16}) {
        const auto clip = [&](int i) {
            return Frame::scene(1).with_box(-60 + speed * (i - 20), 0, 60, Frame::kHeight, 60);
        };
        EXPECT_THAT(analyse(90, clip).transitions, IsEmpty()) << speed;
    }
}

TEST(NoTransitions, WhenTheLightChanges) {
    for (const double light : {0.4, 0.7, 1.3}) {
        const auto gain = [&](int i) { return 1 + (light - 1) * std::clamp((i - 30) / 12.0, 0.0, 1.0); };
        EXPECT_THAT(analyse(80, [&](int i) { return Frame::scene(1, i / 3).lit(gain(i)); }).transitions,
                    IsEmpty())
            << light;
    }
}

TEST(NoTransitions, InFlashes) {
    const ClipMap map = analyse(80, [](int i) { return i % 20 > 16 ? before(i).lit(0.3, 180) : before(i); });
    EXPECT_THAT(map.transitions, IsEmpty());
    EXPECT_EQ(map.shots.size(), 1U);
}

TEST(NoTransitions, AtHardCuts) {
    const ClipMap map =
        analyse(90, [](int i) { return Frame::scene(static_cast<std::uint32_t>(1 + i / 15), i); });
    EXPECT_THAT(map.transitions, IsEmpty());
    EXPECT_EQ(map.shots.size(), 6U);
}

TEST(NoTransitions, WhereTheFocusIsPulled) {
    const auto radius = [](int i) { return std::clamp(std::abs(40 - i) / 3, 0, 5); };
    EXPECT_THAT(analyse(80, [&](int i) { return Frame::scene(1).blurred(radius(i)); }).transitions,
                IsEmpty());
}

TEST(NoCuts, WhereAFrozenPictureMovesOn) {
    // Six frames of a pan are lost, and the one before them is shown instead.
    const ClipMap map = analyse(60, [](int i) {
        const int x = i >= 30 && i < 36 ? 30 : i;
        return Frame::scene(1, 2 * x, x).blurred(2);
    });
    EXPECT_THAT(cuts_of(map), IsEmpty());
}

TEST(NoCuts, OnALoneFirstFrame) {
    EXPECT_THAT(cuts_of(analyse(20, [](int i) { return Frame::scene(i < 1 ? 1 : 2); })), IsEmpty());
}

}  // namespace
}  // namespace beatsync::footage
