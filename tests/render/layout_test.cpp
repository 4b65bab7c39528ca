#include "render/layout.h"

#include <gtest/gtest.h>

namespace beatsync::render {
namespace {

using draft::Canvas;
using draft::Fit;
using draft::Framing;

constexpr Canvas kPortrait{1080, 1920, {30, 1}};

TEST(Layout, CropFillsTheCanvasWithItsShape) {
    const Layout l = layout_of({}, 0, 1920, 1080, kPortrait);
    EXPECT_TRUE(l.covers);
    EXPECT_DOUBLE_EQ(l.crop.width, 607.5);
    EXPECT_DOUBLE_EQ(l.crop.height, 1080);
    EXPECT_DOUBLE_EQ(l.crop.x, (1920 - 607.5) / 2);
}

TEST(Layout, FocusChoosesTheSide) {
    Framing f;
    f.focus_x = 0;
    EXPECT_DOUBLE_EQ(layout_of(f, 0, 1920, 1080, kPortrait).crop.x, 0);
    f.focus_x = 1;
    EXPECT_DOUBLE_EQ(layout_of(f, 0, 1920, 1080, kPortrait).crop.x, 1920 - 607.5);
}

TEST(Layout, PadShowsAllInTheMiddleOnEvenPixels) {
    Framing f;
    f.fit = Fit::pad;
    const Layout l = layout_of(f, 0, 1918, 1078, kPortrait);
    EXPECT_FALSE(l.covers);
    EXPECT_EQ(l.width, 1080);
    EXPECT_NEAR(l.height, 1080.0 * 1078 / 1918, 1);
    EXPECT_EQ((l.x | l.y | l.width | l.height) % 2, 0);
    EXPECT_NEAR(l.y, (1920 - l.height) / 2.0, 1);
    EXPECT_DOUBLE_EQ(l.crop.width, 1918);
}

TEST(Layout, ViewMovesLinearlyAndStaysInside) {
    Framing f;
    f.to = {2, 1, 0};  // to the top right corner
    const Layout middle = layout_of(f, 0.5, 1080, 1920, kPortrait);
    EXPECT_DOUBLE_EQ(middle.crop.width, 720);
    const Layout end = layout_of(f, 1, 1080, 1920, kPortrait);
    EXPECT_DOUBLE_EQ(end.crop.x, 540);
    EXPECT_DOUBLE_EQ(end.crop.y, 0);
    EXPECT_DOUBLE_EQ(end.crop.width, 540);
    EXPECT_DOUBLE_EQ(end.crop.height, 960);
}

TEST(Layout, ExtremeShapesStayOnTheCanvas) {
    for (const Fit fit : {Fit::crop, Fit::pad, Fit::blur}) {
        for (const auto& [w, h] : {std::pair{16, 4000}, {4000, 16}, {1, 1}, {3, 8000}}) {
            Framing f;
            f.fit = fit;
            const Layout l = layout_of(f, 0, w, h, kPortrait);
            EXPECT_GE(l.width, 2);
            EXPECT_GE(l.height, 2);
            EXPECT_GE(l.x, 0);
            EXPECT_GE(l.y, 0);
            EXPECT_LE(l.x + l.width, 1080);
            EXPECT_LE(l.y + l.height, 1920);
            EXPECT_GE(l.crop.x, 0);
            EXPECT_LE(l.crop.x + l.crop.width, w + 1e-9);
            EXPECT_LE(l.crop.y + l.crop.height, h + 1e-9);
        }
    }
}

}  // namespace
}  // namespace beatsync::render
