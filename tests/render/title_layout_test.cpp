#include <gtest/gtest.h>

#include "render/title_layout.h"

namespace beatsync::render {
namespace {

using draft::TextPlace;

const draft::Canvas kTall{1080, 1920, {30, 1}};
const draft::Canvas kWide{1920, 1080, {30, 1}};

TEST(TitleLayout, TallPicturesLeaveRoomForTheApps) {
    const TitleArea safe = safe_area(kTall);
    EXPECT_GE(safe.y, 250) << "Reels: 14 % at the top";
    EXPECT_GE(safe.x, 60);
    EXPECT_LE(safe.x + safe.width, 1080 - 110) << "the buttons at the right";
    EXPECT_LE(safe.y + safe.height, 1920 - 384) << "captions: a fifth at the bottom, Shorts more";
    EXPECT_DOUBLE_EQ(safe.x + safe.width / 2, 540) << "the middle is the middle";
}

TEST(TitleLayout, OtherPicturesKeepTheTwentiethOfEbuR95) {
    for (const draft::Canvas& canvas :
         {kWide, draft::Canvas{1080, 1080, {30, 1}}, draft::Canvas{1080, 1350, {30, 1}}}) {
        const TitleArea safe = safe_area(canvas);
        const double width = canvas.width / title_scale(canvas);
        const double height = canvas.height / title_scale(canvas);
        EXPECT_NEAR(safe.x, width / 20, 1e-9);
        EXPECT_NEAR(safe.y, height / 20, 1e-9);
        EXPECT_NEAR(safe.width, width * 0.9, 1e-9);
        EXPECT_NEAR(safe.height, height * 0.9, 1e-9);
    }
}

TEST(TitleLayout, UnitsDoNotDependOnTheSize) {
    const TitleArea large = safe_area(kTall);
    const TitleArea small = safe_area({360, 640, {30, 1}});
    EXPECT_DOUBLE_EQ(large.x, small.x);
    EXPECT_DOUBLE_EQ(large.height, small.height);
    EXPECT_DOUBLE_EQ(title_scale(kTall), 1);
    EXPECT_DOUBLE_EQ(title_scale(kWide), 1);
    EXPECT_DOUBLE_EQ(title_scale({360, 640, {30, 1}}), 1.0 / 3);
}

TEST(TitleLayout, TopMiddleAndBottomAreInsideAndApart) {
    for (const draft::Canvas& canvas : {kTall, kWide}) {
        const TitleArea safe = safe_area(canvas);
        const TitleArea top = title_area(canvas, TextPlace::top);
        const TitleArea middle = title_area(canvas, TextPlace::middle);
        const TitleArea bottom = title_area(canvas, TextPlace::bottom);
        EXPECT_DOUBLE_EQ(top.y, safe.y);
        EXPECT_DOUBLE_EQ(bottom.y + bottom.height, safe.y + safe.height);
        EXPECT_LT(top.y + top.height, bottom.y);
        EXPECT_NEAR(middle.y + middle.height / 2, safe.y + safe.height / 2, 1e-9);
        EXPECT_LE(middle.height, safe.height);
    }
}

TEST(TitleLayout, ALineIsAsHighAsAsked) {
    draft::TextStyle style;
    style.size_pct = 12;
    EXPECT_NEAR(title_sizes(style).first * 1.2, 0.12 * kTitleUnits, 1e-9);
    EXPECT_LT(title_sizes(style).floor, title_sizes(style).first);
    style.size_pct = 2;
    EXPECT_DOUBLE_EQ(title_sizes(style).floor, title_sizes(style).first) << "whoever asks for small gets it";
    style.size_pct = 0;
    EXPECT_GT(title_sizes(style).first, title_sizes(style).floor);
}

}  // namespace
}  // namespace beatsync::render
