// Where crops are laid, and how stills move.
#include "plan/framing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plan/synthetic.h"

namespace beatsync::plan {
namespace {

const draft::Canvas kUpright{1080, 1920, {30, 1}};
const draft::Canvas kWide{1920, 1080, {30, 1}};
const TimeRange kPiece{Time::from_ms(1000), Time::from_ms(3000)};

footage::ClipMap looking_at(footage::Focus focus) {
    footage::ClipMap clip = test::make_clip({});
    for (footage::Moment& m : clip.moments)
        m.focus = focus;
    return clip;
}

footage::ClipMap still_looking_at(footage::Focus focus) {
    footage::ClipMap clip = test::make_still("a.jpg");
    clip.moments.push_back({Time{}, 0, 0.8F, 0.8F, focus});
    return clip;
}

/// The middle of the crop, as a share of the picture's width.
double middle_of_crop(const draft::Framing& framing, double kept) {
    return (1 - kept) * framing.focus_x + kept / 2;
}

constexpr double kKept = (9.0 / 16) / (16.0 / 9);

TEST(Framing, ACropIsLaidAroundTheFocus) {
    const auto framing = framing_of(looking_at({0.3F, 0.4F, 0.9F}), kPiece, draft::Fit::crop, kUpright);
    EXPECT_NEAR(middle_of_crop(framing, kKept), 0.3, 0.002);
    EXPECT_EQ(framing.focus_y, 0.5) << "nothing to choose there";
    EXPECT_EQ(framing.from, draft::View{});
    EXPECT_EQ(framing.to, draft::View{}) << "it stands still";
}

TEST(Framing, ACropEndsWhereThePictureDoes) {
    EXPECT_EQ(framing_of(looking_at({0.05F, 0.5F, 1}), kPiece, draft::Fit::crop, kUpright).focus_x, 0);
    EXPECT_EQ(framing_of(looking_at({0.95F, 0.5F, 1}), kPiece, draft::Fit::crop, kUpright).focus_x, 1);
}

TEST(Framing, TheMiddleWhereNothingIsSure) {
    EXPECT_EQ(framing_of(looking_at({0.2F, 0.5F, 0.3F}), kPiece, draft::Fit::crop, kUpright).focus_x, 0.5);
    EXPECT_EQ(framing_of(looking_at({0.52F, 0.5F, 1}), kPiece, draft::Fit::crop, kUpright).focus_x, 0.5);
    EXPECT_EQ(framing_of(test::make_clip({}), kPiece, draft::Fit::crop, kUpright).focus_x, 0.5);
}

TEST(Framing, OnlyThePieceCounts) {
    footage::ClipMap clip = looking_at({0.9F, 0.5F, 1});
    for (footage::Moment& m : clip.moments)
        if (kPiece.contains(m.at)) m.focus = {0.3F, 0.5F, 1};
    const auto framing = framing_of(clip, kPiece, draft::Fit::crop, kUpright);
    EXPECT_NEAR(middle_of_crop(framing, kKept), 0.3, 0.002);
}

TEST(Framing, WhatIsSeenForAMomentDoesNotMoveTheCrop) {
    footage::ClipMap clip = looking_at({0.3F, 0.5F, 0.8F});
    clip.moments[5].focus = {0.9F, 0.5F, 1};
    const auto framing = framing_of(clip, kPiece, draft::Fit::crop, kUpright);
    EXPECT_NEAR(middle_of_crop(framing, kKept), 0.3, 0.002);
}

TEST(Framing, WholePicturesHaveNoCrop) {
    for (const draft::Fit fit : {draft::Fit::pad, draft::Fit::blur})
        EXPECT_EQ(framing_of(looking_at({0.3F, 0.5F, 1}), kPiece, fit, kUpright).focus_x, 0.5);
    EXPECT_EQ(framing_of(looking_at({0.3F, 0.5F, 1}), kPiece, draft::Fit::crop, kWide).focus_x, 0.5)
        << "the same shape";
}

TEST(Framing, AStillIsZoomedTowardsItsFocus) {
    const auto clip = still_looking_at({0.2F, 0.25F, 1});
    const auto inwards = framing_of_still(clip, draft::Fit::pad, kUpright, Time::from_ms(4000), true);
    EXPECT_EQ(inwards.from, draft::View{});
    EXPECT_DOUBLE_EQ(inwards.to.zoom, 1.12);
    EXPECT_LT(inwards.to.x, 0.46);
    EXPECT_LT(inwards.to.y, 0.46);
    const auto outwards = framing_of_still(clip, draft::Fit::pad, kUpright, Time::from_ms(4000), false);
    EXPECT_EQ(outwards.from, inwards.to);
    EXPECT_EQ(outwards.to, draft::View{});
}

TEST(Framing, ACloseViewStaysInsideThePicture) {
    for (const float at : {0.0F, 0.5F, 1.0F}) {
        const auto framing = framing_of_still(still_looking_at({at, at, 1}), draft::Fit::crop, kUpright,
                                              Time::from_ms(2000), true);
        const double half = 0.5 / framing.to.zoom;
        for (const double v : {framing.to.x, framing.to.y}) {
            EXPECT_GE(v, half - 0.001);
            EXPECT_LE(v, 1 - half + 0.001);
        }
    }
}

}  // namespace
}  // namespace beatsync::plan
