#include <gtest/gtest.h>

#include "media/scaler.h"
#include "render/title_overlay.h"

namespace beatsync::render {
namespace {

/// A rectangle of one colour in the middle of nothing.
TitleDrawing patch(std::uint32_t colour) {
    TitleDrawing d;
    d.x = 16;
    d.y = 8;
    d.width = 24;
    d.height = 16;
    d.pixels.assign(24 * 16, 0);
    for (std::size_t y = 4; y < 12; ++y)
        for (std::size_t x = 4; x < 20; ++x)
            d.pixels[y * 24 + x] = colour;
    return d;
}

class Overlay : public ::testing::Test {
protected:
    void SetUp() override {
        auto made = media::make_canvas(64, 48);
        ASSERT_TRUE(made);
        canvas_ = *std::move(made);
        fill(0, 90);
        fill(1, 100);
        fill(2, 160);
    }
    void fill(int plane, int value) {
        const int height = plane == 0 ? 48 : 24;
        for (int y = 0; y < height; ++y)
            std::fill_n(canvas_->data[plane] + y * canvas_->linesize[plane], plane == 0 ? 64 : 32,
                        static_cast<std::uint8_t>(value));
    }
    [[nodiscard]] int at(int plane, int x, int y) const {
        return canvas_->data[plane][y * canvas_->linesize[plane] + x];
    }
    void expect_inside(int luma, int cb, int cr) const {
        EXPECT_EQ(at(0, 28, 16), luma);
        EXPECT_EQ(at(1, 14, 8), cb);
        EXPECT_EQ(at(2, 14, 8), cr);
    }
    media::av::FramePtr canvas_;
};

TEST_F(Overlay, WhiteIs235AndBlackIs16) {
    TitleOverlay(patch(0xFFFFFFFF)).blend(*canvas_, kOpaque);
    expect_inside(235, 128, 128);
    TitleOverlay(patch(0xFF000000)).blend(*canvas_, kOpaque);
    expect_inside(16, 128, 128);
}

TEST_F(Overlay, ColoursAreThoseOfBt709) {
    // The colour bars of the standard, 8 bit, limited range.
    TitleOverlay(patch(0xFFFF0000)).blend(*canvas_, kOpaque);
    expect_inside(63, 102, 240);
    TitleOverlay(patch(0xFF00FF00)).blend(*canvas_, kOpaque);
    expect_inside(173, 42, 26);
    TitleOverlay(patch(0xFF0000FF)).blend(*canvas_, kOpaque);
    expect_inside(32, 240, 118);
}

TEST_F(Overlay, AlphaAndOpacityMix) {
    const TitleOverlay white(patch(0xFFFFFFFF));
    white.blend(*canvas_, 64);
    expect_inside(126, 107, 152);  // 90 + (235 − 90) / 4, and so on
    SetUp();
    TitleOverlay(patch(0x80808080)).blend(*canvas_, kOpaque);  // white, half there
    expect_inside(163, 114, 144);
    SetUp();
    white.blend(*canvas_, 0);
    expect_inside(90, 100, 160);
}

TEST_F(Overlay, NothingElseIsTouched) {
    TitleOverlay(patch(0xFFFFFFFF)).blend(*canvas_, kOpaque);
    for (int y = 0; y < 48; ++y)
        for (int x = 0; x < 64; ++x) {
            const bool inside = x >= 20 && x < 36 && y >= 12 && y < 20;
            EXPECT_EQ(at(0, x, y), inside ? 235 : 90) << x << "," << y;
        }
    for (int y = 0; y < 24; ++y)
        for (int x = 0; x < 32; ++x) {
            // The sample on the column right after the patch still covers its last column.
            const bool touched = x >= 10 && x <= 18 && y >= 6 && y < 10;
            EXPECT_EQ(at(1, x, y) != 100, touched) << x << "," << y;
        }
    EXPECT_EQ(at(1, 10, 8), 121)
        << "three quarters of it, half of the column before is outside: 100 + 0.75 * 28";
    EXPECT_EQ(at(1, 18, 8), 107) << "a quarter";
}

TEST_F(Overlay, AtTheEdgeOfTheCanvas) {
    TitleDrawing d;
    d.width = 64;
    d.height = 48;
    d.pixels.assign(64 * 48, 0xFFFFFFFF);
    TitleOverlay(d).blend(*canvas_, kOpaque);
    EXPECT_EQ(at(0, 0, 0), 235);
    EXPECT_EQ(at(0, 63, 47), 235);
    EXPECT_EQ(at(1, 31, 23), 128);
    EXPECT_EQ(at(1, 0, 0), 128) << "what is beyond the edge is as what is at it";
}

}  // namespace
}  // namespace beatsync::render
