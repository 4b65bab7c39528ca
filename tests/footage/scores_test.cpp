#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "footage/scene.h"

namespace beatsync::footage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<TimeRange> flaws_of(const ClipMap& map, Defect defect) {
    std::vector<TimeRange> ranges;
    for (const Flaw& flaw : map.flaws) {
        if (flaw.defect == defect) ranges.push_back(flaw.range);
    }
    return ranges;
}

TimeRange ms(std::int64_t begin, std::int64_t end) {
    return {Time::from_ms(begin), Time::from_ms(end)};
}

float motion_of(const Clip& clip, double fps = 25) {
    return analyse(static_cast<int>(fps), clip, fps).shots.at(0).motion;
}

TEST(Motion, GrowsWithSpeed) {
    const float still = motion_of([](int) { return Frame::scene(1); });
    const float slow = motion_of([](int i) { return Frame::scene(1, i / 2); });
    const float fast = motion_of([](int i) { return Frame::scene(1, 4 * i); });
    EXPECT_EQ(still, 0);
    EXPECT_GT(slow, 0.02F);
    EXPECT_GT(fast, 2 * slow);
    EXPECT_LE(fast, 1);
}

TEST(Motion, DoesNotDependOnTheFrameRate) {
    const float at_25 = motion_of([](int i) { return Frame::scene(1, 4 * i); }, 25);
    const float at_50 = motion_of([](int i) { return Frame::scene(1, 2 * i); }, 50);
    EXPECT_NEAR(at_25, at_50, 0.25 * at_25);
}

TEST(Motion, IsNotGrain) {
    const float grain =
        motion_of([](int i) { return Frame::scene(1).noisy(static_cast<std::uint32_t>(i), 2); });
    EXPECT_LT(grain, 0.03F);
}

TEST(Motion, IsNotLight) {
    EXPECT_LT(motion_of([](int i) { return Frame::scene(1).lit(0.8, 2 * i); }), 0.03F);
}

TEST(Motion, LeavesOutTheCut) {
    const ClipMap map = analyse(30, [](int i) { return Frame::scene(i < 15 ? 1 : 2); });
    ASSERT_EQ(map.shots.size(), 2U);
    EXPECT_EQ(map.shots[1].motion, 0);
}

TEST(Sharpness, FallsWithBlur) {
    const auto sharpness = [](int radius) {
        return analyse(2,
                       [&](int) { return radius == 0 ? Frame::scene(1) : Frame::scene(1).blurred(radius); })
            .shots.at(0)
            .sharpness;
    };
    EXPECT_GT(sharpness(0), 0.5F);
    EXPECT_LT(sharpness(1), sharpness(0));
    EXPECT_LT(sharpness(4), 0.2F);
}

TEST(Exposure, IsBestInTheMiddle) {
    const auto exposure = [](double gain, double offset) {
        return analyse(2, [&](int) { return Frame::scene(1).lit(gain, offset); }).shots.at(0).exposure;
    };
    EXPECT_GT(exposure(1, 0), 0.9F);
    EXPECT_LT(exposure(0.1, 0), 0.5F);
    EXPECT_LT(exposure(1, 190), 0.3F);
}

TEST(Flaws, BlackIsFound) {
    const ClipMap map = analyse(30, [](int i) { return i >= 10 && i < 20 ? Frame(4) : Frame::scene(1, i); });
    EXPECT_THAT(flaws_of(map, Defect::black), ElementsAre(ms(400, 800)));
    EXPECT_THAT(flaws_of(map, Defect::blank), IsEmpty());
}

TEST(Flaws, DarkFootageIsNotBlack) {
    EXPECT_THAT(flaws_of(analyse(10, [](int i) { return Frame::scene(1, i).lit(0.25); }), Defect::black),
                IsEmpty());
}

TEST(Flaws, OneFlatColourIsFound) {
    const ClipMap map = analyse(30, [](int i) { return i >= 20 ? Frame(90, 60, 180) : Frame::scene(1, i); });
    EXPECT_THAT(flaws_of(map, Defect::blank), ElementsAre(ms(800, 1200)));
}

TEST(Flaws, FrozenIsFoundAfterHalfASecond) {
    const auto stops_for = [](int frames) {
        return analyse(50,
                       [=](int i) { return Frame::scene(1, 2 * (i < 20 ? i : std::max(20, i - frames))); });
    };
    EXPECT_THAT(flaws_of(stops_for(15), Defect::frozen), ElementsAre(ms(800, 1440)));
    EXPECT_THAT(flaws_of(stops_for(8), Defect::frozen), IsEmpty());
}

/// Thirty frames, each shown for 40 ms but one.
ClipMap analyse_holding(int held, std::int64_t held_ms, const Clip& clip) {
    ShotAnalyser analyser;
    std::int64_t at_ms = 0;
    for (int i = 0; i < 30; ++i) {
        const Frame frame = clip(i);
        analyser.push(frame.view(Time::from_ms(at_ms)));
        at_ms += i == held ? held_ms : 40;
    }
    return analyser.finish({}, Time::from_ms(at_ms));
}

TEST(Flaws, OneFrameThatLastsIsFrozen) {
    const auto pan = [](int i) { return Frame::scene(1, 2 * i); };
    const auto frozen = [](const ClipMap& map) { return flaws_of(map, Defect::frozen); };
    EXPECT_THAT(frozen(analyse_holding(10, 2600, pan)), ElementsAre(ms(400, 3000)));
    EXPECT_THAT(frozen(analyse_holding(10, 500, pan)), ElementsAre(ms(400, 900)));
    EXPECT_THAT(frozen(analyse_holding(10, 480, pan)), IsEmpty());
    EXPECT_THAT(frozen(analyse_holding(0, 700, pan)), ElementsAre(ms(0, 700)));
    EXPECT_THAT(frozen(analyse_holding(29, 1500, pan)), ElementsAre(ms(1160, 2660))) << "up to the end";
    // Frames 8 and 9 show the same as the one that lasts, and frame 11 does again.
    const auto stops = [](int i) { return Frame::scene(1, 2 * (i < 8 ? i : std::max(8, i - 3))); };
    EXPECT_THAT(frozen(analyse_holding(10, 2600, stops)), ElementsAre(ms(320, 3040)));
}

TEST(Flaws, FramesThatAllLastAreFrozenOnlyFromTwoSecondsOn) {
    const auto at = [](double fps) {
        return flaws_of(analyse(
                            4, [](int i) { return Frame::scene(1, 8 * i); }, fps),
                        Defect::frozen);
    };
    EXPECT_THAT(at(2), IsEmpty());
    EXPECT_THAT(at(1), IsEmpty());
    EXPECT_THAT(at(0.25), ElementsAre(ms(0, 4000), ms(4000, 8000), ms(8000, 12000), ms(12000, 16000)));
}

TEST(Flaws, WhatTheDecoderGuessedIsFoundHoweverShort) {
    ShotAnalyser analyser;
    for (int i = 0; i < 10; ++i) {
        const Frame frame = Frame::scene(1, i);
        PictureView picture = frame.view(Time::from_ms(40 * i));
        picture.damaged = i == 4;
        analyser.push(picture);
    }
    const ClipMap map = analyser.finish({}, Time::from_ms(400));
    EXPECT_THAT(flaws_of(map, Defect::damaged), ElementsAre(ms(160, 200)));
}

TEST(Flaws, OutOfFocusIsFound) {
    const ClipMap map = analyse(
        30, [](int i) { return i >= 10 && i < 20 ? Frame::scene(1, i).blurred(5) : Frame::scene(1, i); });
    EXPECT_THAT(flaws_of(map, Defect::blurred), ElementsAre(ms(400, 800)));
}

TEST(Flaws, ASharpSubjectBeforeASoftBackgroundIsInFocus) {
    const ClipMap map = analyse(10, [](int i) {
        Frame frame = Frame::scene(1, i).blurred(5);
        for (int x = 40; x < 80; x += 4)
            frame = frame.with_box(x, 20, 2, 40, 240);
        return frame;
    });
    EXPECT_THAT(flaws_of(map, Defect::blurred), IsEmpty());
}

TEST(Moments, AreAQuarterOfASecondApart) {
    const ClipMap map = analyse(26, [](int i) { return Frame::scene(1, i); });
    ASSERT_EQ(map.moments.size(), 5U);
    EXPECT_EQ(map.moments[4].at, Time::from_ms(1000));
    EXPECT_GT(map.moments[4].sharpness, 0.3F);
}

TEST(Moments, AreThereWhereNoFrameBegins) {
    const ClipMap map = analyse(
        2, [](int) { return Frame::scene(1); }, 1);
    EXPECT_EQ(map.moments.size(), 8U);
    EXPECT_EQ(map.moments[3].motion, 0);
}

TEST(VisualBeats, AreWhereMovementPeaks) {
    const auto x = [](int i) { return i < 20 ? 0 : i < 24 ? 6 * (i - 19) : 24; };
    const ClipMap map = analyse(50, [&](int i) { return Frame::scene(1, x(i)); });
    ASSERT_EQ(map.visual_beats.size(), 1U);
    EXPECT_NEAR(map.visual_beats[0].at.seconds(), 0.86, 0.08);
    EXPECT_EQ(map.visual_beats[0].strength, 1);
}

/// A pendulum that swings to the next place and rests there: frames of the fastest movement.
class Swings {
public:
    explicit Swings(std::vector<int> at) : at_(std::move(at)) {}
    /// Speeds 2, 5, 8, 5, 2 pixels a frame around each.
    [[nodiscard]] int place(int frame) const {
        static constexpr std::array<int, 5> kSpeeds{2, 5, 8, 5, 2};
        int x = 0;
        for (const int fastest : at_) {
            for (int k = 0; k < 5; ++k)
                if (fastest - 2 + k <= frame) x += kSpeeds[static_cast<std::size_t>(k)];
        }
        return x;
    }

private:
    std::vector<int> at_;
};

std::vector<int> beat_frames(const ClipMap& map, double fps) {
    std::vector<int> frames;
    for (const VisualBeat& beat : map.visual_beats)
        frames.push_back(static_cast<int>(std::lround(beat.at.seconds() * fps)));
    return frames;
}

TEST(VisualBeats, AreFoundToTheFrame) {
    const std::vector<int> truth = {12, 31, 44, 70, 83};
    for (const double fps : {24.0, 25.0, 30.0}) {
        const ClipMap map = analyse(
            100, [&](int i) { return Frame::scene(1, Swings(truth).place(i)); }, fps);
        const auto found = beat_frames(map, fps);
        ASSERT_EQ(found.size(), truth.size()) << fps;
        for (std::size_t i = 0; i < truth.size(); ++i)
            EXPECT_NEAR(found[i], truth[i], 1) << fps;
    }
}

TEST(VisualBeats, AreWhereAMovementStopsDead) {
    const auto falls = [](int i) { return i < 20 ? 0 : std::min((i - 20) * (i - 20) / 2, 32); };
    const ClipMap map = analyse(60, [&](int i) { return Frame::scene(1, 0, falls(i)); });
    ASSERT_EQ(map.visual_beats.size(), 1U);
    EXPECT_NEAR(map.visual_beats[0].at.seconds(), 28 / 25.0, 1.01 / 25);
}

TEST(VisualBeats, DoNotMoveWhenFramesAreDuplicated) {
    const std::vector<int> truth = {20, 60};
    const auto twice = [&](int i) { return Frame::scene(1, Swings(truth).place(i / 2)); };
    const auto found = beat_frames(analyse(170, twice, 60), 30);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_NEAR(found[0], truth[0], 1);
    EXPECT_NEAR(found[1], truth[1], 1);
}

TEST(VisualBeats, AreNotTheStepsOfALoweredFrameRate) {
    // Every fifth frame left out of an even pan: each fourth step is twice as long.
    const ClipMap map = analyse(
        100, [](int i) { return Frame::scene(1, 2 * (i + i / 4)); }, 24);
    EXPECT_THAT(map.visual_beats, IsEmpty());
}

TEST(VisualBeats, AreNotWhereOneShotMovesMoreThanTheNext) {
    const ClipMap map =
        analyse(80, [](int i) { return i < 40 ? Frame::scene(1, 3 * i) : Frame::scene(2, i / 4); });
    ASSERT_EQ(map.shots.size(), 2U);
    EXPECT_THAT(map.visual_beats, IsEmpty());
}

TEST(VisualBeats, AreNotAtCuts) {
    const ClipMap map = analyse(40, [](int i) { return Frame::scene(i < 20 ? 1 : 2, i); });
    EXPECT_THAT(map.visual_beats, IsEmpty());
}

TEST(Analysis, OfNothingIsEmpty) {
    const ClipMap map = ShotAnalyser().finish({}, Time{});
    EXPECT_THAT(map.shots, IsEmpty());
    EXPECT_THAT(map.moments, IsEmpty());
}

TEST(Analysis, OfAStillHasNoShots) {
    ShotAnalyser analyser;
    const Frame frame = Frame::scene(1);
    analyser.push(frame.view(Time{}));
    MediaInfo media;
    media.kind = MediaKind::still;
    EXPECT_THAT(analyser.finish(media, Time{}).shots, IsEmpty());
}

TEST(Analysis, TakesPicturesOfAFewPixels) {
    const std::vector<std::uint8_t> pixels(64, 100);
    const PlaneView plane{pixels.data(), 3, 3, 2};
    ShotAnalyser analyser;
    for (int i = 0; i < 10; ++i)
        analyser.push({plane, plane, plane, Time::from_ms(40 * i)});
    EXPECT_EQ(analyser.finish({}, Time::from_ms(400)).shots.size(), 1U);
}

}  // namespace
}  // namespace beatsync::footage
