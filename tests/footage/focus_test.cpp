// Where the eye goes: subjects put at known places, before backgrounds that drift, shake and change.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "footage/saliency.h"
#include "footage/scene.h"

namespace beatsync::footage {
namespace {

/// A crop upright in a wide picture keeps a third of its width.
constexpr double kHalfCrop = (9.0 / 16) / (16.0 / 9) / 2;

struct Subject {
    int x;
    int width = 18;
    int height = 30;
};

/// A ball of light before a landscape that drifts by.
Clip subject_at(std::uint32_t seed, Subject subject, int drift) {
    return [=](int i) {
        return Frame::scene(seed, drift * i / 2)
            .lit(0.5, 20)
            .with_box(subject.x, 26, subject.width, subject.height, 250);
    };
}

double share(int x) {
    return static_cast<double>(x) / Frame::kWidth;
}

TEST(Focus, ASubjectLiesInsideTheCrop) {
    int moments = 0;
    int sure = 0;
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        for (const int drift : {0, 1, 3}) {
            for (const int x : {12, 30, 55, 80, 98}) {
                const Subject subject{x};
                const ClipMap map = analyse(25, subject_at(seed, subject, drift));
                for (const Moment& m : map.moments) {
                    const auto at = static_cast<double>(m.focus.x);
                    ++moments;
                    if (m.focus.certainty >= 0.5F) ++sure;
                    EXPECT_GE(share(x), at - kHalfCrop) << "seed " << seed << ", x " << x;
                    EXPECT_LE(share(x + subject.width), at + kHalfCrop) << "seed " << seed << ", x " << x;
                }
            }
        }
    }
    EXPECT_GT(sure, moments * 9 / 10);
}

TEST(Focus, WhatMovesDrawsTheEye) {
    // Of two alike, the one that moves.
    const ClipMap map = analyse(50, [](int i) {
        const int bounce = static_cast<int>(std::lround(10 * std::sin(i / 2.0)));
        return Frame::scene(3)
            .lit(0.5, 20)
            .with_box(14, 30, 14, 14, 220)
            .with_box(96, 30 + bounce, 14, 14, 220);
    });
    for (const Moment& m : map.moments)
        EXPECT_NEAR(m.focus.x, share(103), 0.1);
}

TEST(Focus, FollowsItsSubjectFromMomentToMoment) {
    const ClipMap map =
        analyse(100, [](int i) { return Frame::scene(5).lit(0.5, 20).with_box(5 + i, 26, 18, 30, 250); });
    for (const Moment& m : map.moments)
        EXPECT_NEAR(m.focus.x, share(14) + share(100) * m.at.seconds() / 4, 0.16) << m.at.us;
}

TEST(Focus, EndsAtTheCut) {
    const ClipMap map = analyse(60, [](int i) {
        return Frame::scene(i < 30 ? 1 : 2).lit(0.5, 20).with_box(i < 30 ? 12 : 98, 26, 18, 30, 250);
    });
    ASSERT_EQ(map.shots.size(), 2U);
    for (const Moment& m : map.moments) {
        EXPECT_TRUE(m.at >= Time::from_ms(1'000) || m.focus.x < 0.3F) << m.at.us;
        EXPECT_TRUE(m.at < Time::from_ms(1'250) || m.focus.x > 0.7F) << m.at.us;
    }
}

TEST(Focus, NothingThatStandsOutIsUncertain) {
    const auto expect_unsure = [](const Clip& clip, const char* what) {
        for (const Moment& m : analyse(25, clip).moments)
            EXPECT_LT(m.focus.certainty, 0.5F) << what << " at " << m.at.us;
    };
    expect_unsure([](int) { return Frame(120); }, "grey");
    expect_unsure([](int) { return Frame(0); }, "black");
    expect_unsure([](int i) { return Frame(20).noisy(static_cast<std::uint32_t>(i), 2); }, "grain");
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        expect_unsure([=](int i) { return Frame::scene(seed, i); }, "a landscape that drifts");
        expect_unsure([=](int i) { return Frame::scene(seed + static_cast<std::uint32_t>(i) / 2); },
                      "something else all the time");
    }
}

TEST(Focus, ASubjectInTheMiddleStaysThere) {
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        for (const int drift : {0, 2}) {
            const ClipMap map = analyse(25, subject_at(seed, {55}, drift));
            for (const Moment& m : map.moments)
                EXPECT_NEAR(m.focus.x, 0.5, 0.06) << "seed " << seed;
        }
    }
}

TEST(Focus, OfAStillIsInItsOneMoment) {
    ShotAnalyser analyser;
    const Frame frame = Frame::scene(1).lit(0.5, 20).with_box(90, 10, 18, 20, 250);
    analyser.push(frame.view(Time{}));
    MediaInfo info;
    info.kind = MediaKind::still;
    const ClipMap map = analyser.finish(info, Time{});
    EXPECT_TRUE(map.shots.empty());
    ASSERT_EQ(map.moments.size(), 1U);
    EXPECT_NEAR(map.moments[0].focus.x, share(99), 0.08);
    EXPECT_NEAR(map.moments[0].focus.y, 20.0 / Frame::kHeight, 0.1);
}

TEST(Focus, OfNothingIsTheMiddle) {
    const Focus focus = focus_of({});
    EXPECT_EQ(focus.x, 0.5F);
    EXPECT_EQ(focus.certainty, 0);
}

TEST(Shots, DoNotEndWhereAnAnimationBeginsAgain) {
    const auto shots_of = [](Time loop) {
        ShotAnalyser analyser;
        for (int i = 0; i < 60; ++i)
            analyser.push(Frame::scene(1, 3 * (i % 20)).view(Time::from_ms(100 * i)));
        MediaInfo info;
        info.video = VideoInfo{};
        info.video->loop = loop;
        return analyser.finish(info, Time::from_ms(6'000)).shots.size();
    };
    EXPECT_EQ(shots_of(Time{}), 3U) << "it jumps";
    EXPECT_EQ(shots_of(Time::from_ms(2'000)), 1U);
}

}  // namespace
}  // namespace beatsync::footage
