#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "media/scaler.h"
#include "write_pictures.h"

namespace beatsync::media {
namespace {

using test::blank;
using test::Codes;
using test::encode;
using test::flat_yuv;
using test::Rgb;
using test::sample;

constexpr std::array kColours = {Rgb{0.75, 0.25, 0.1}, Rgb{0.1, 0.6, 0.2}, Rgb{0.15, 0.2, 0.8},
                                 Rgb{0.9, 0.85, 0.1},  Rgb{0.5, 0.5, 0.5}, Rgb{0, 0, 0},
                                 Rgb{1, 1, 1}};

VideoInfo upright(int width, int height) {
    VideoInfo v;
    v.width = v.coded_width = width;
    v.height = v.coded_height = height;
    v.duration = Time::from_ms(1000);
    return v;
}

Crop all_of(const VideoInfo& v) {
    return {0, 0, static_cast<double>(v.width), static_cast<double>(v.height)};
}

av::FramePtr draw(const AVFrame& source, const VideoInfo& info, int width, int height,
                  CropMotion motion = CropMotion::fixed) {
    av::FramePtr canvas = *make_canvas(width, height);
    Scaler scaler;
    const auto drawn = scaler.draw(source, info, all_of(info), *canvas, 0, 0, width, height, motion);
    EXPECT_TRUE(drawn.has_value());
    return canvas;
}

void expect_colour(const AVFrame& canvas, const Rgb& colour, double tolerance, const std::string& what) {
    const Codes want = encode(colour, test::k709, false);
    for (const auto& [x, y] : {std::pair{0, 0},
                               {canvas.width / 4, canvas.height / 4},
                               {canvas.width / 2 - 1, canvas.height / 2 - 1}}) {
        EXPECT_NEAR(sample(canvas, 0, 2 * x, 2 * y), want.y, tolerance)
            << what << " luma at " << x << ',' << y;
        EXPECT_NEAR(sample(canvas, 1, x, y), want.cb, tolerance) << what << " Cb";
        EXPECT_NEAR(sample(canvas, 2, x, y), want.cr, tolerance) << what << " Cr";
    }
}

TEST(ScalerColour, SaidMatrixAndRange) {
    for (const Rgb& c : kColours) {
        for (const bool full : {false, true}) {
            for (const auto& [weights, matrix, name] :
                 {std::tuple{test::k601, AVCOL_SPC_SMPTE170M, "601"}, {test::k709, AVCOL_SPC_BT709, "709"}}) {
                const auto f = flat_yuv(AV_PIX_FMT_YUV420P, 320, 180, encode(c, weights, full));
                f->colorspace = matrix;
                f->color_range = full ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
                const std::string what = std::string(name) + (full ? " full" : " limited");
                expect_colour(*draw(*f, upright(320, 180), 160, 90), c, 2, what);
                expect_colour(*draw(*f, upright(320, 180), 640, 360), c, 2, what + " enlarged");
                // The same size is a path of its own in swscale, and one that used to forget the range.
                expect_colour(*draw(*f, upright(320, 180), 320, 180), c, 2, what + " same size");
                expect_colour(*draw(*f, upright(320, 180), 160, 90, CropMotion::moving), c, 2,
                              what + " moving");
            }
        }
    }
}

TEST(ScalerColour, UnsaidMatrixIsGuessedBySize) {
    const Rgb c = kColours[0];
    const auto small = flat_yuv(AV_PIX_FMT_YUV420P, 640, 480, encode(c, test::k601, false));
    expect_colour(*draw(*small, upright(640, 480), 320, 240), c, 2, "standard definition");
    const auto large = flat_yuv(AV_PIX_FMT_YUV420P, 1280, 720, encode(c, test::k709, false));
    expect_colour(*draw(*large, upright(1280, 720), 320, 180), c, 2, "high definition");
}

TEST(ScalerColour, JpegIsFullRange601WhateverItsSize) {
    const Rgb c = kColours[1];
    const auto f = flat_yuv(AV_PIX_FMT_YUVJ420P, 1600, 1200, encode(c, test::k601, true));
    VideoInfo info = upright(1600, 1200);
    info.duration = Time{};
    expect_colour(*draw(*f, info, 400, 300), c, 2, "JPEG");
}

TEST(ScalerColour, TenBitAndFullChroma) {
    for (const Rgb& c : kColours) {
        const auto ten = flat_yuv(AV_PIX_FMT_YUV420P10LE, 320, 180, encode(c, test::k709, false), 10);
        ten->colorspace = AVCOL_SPC_BT709;
        expect_colour(*draw(*ten, upright(320, 180), 160, 90), c, 2, "10 bit");
        const auto wide = flat_yuv(AV_PIX_FMT_YUV444P, 320, 180, encode(c, test::k709, false));
        wide->colorspace = AVCOL_SPC_BT709;
        expect_colour(*draw(*wide, upright(320, 180), 160, 90), c, 2, "4:4:4");
    }
}

av::FramePtr flat_rgba(int width, int height, const Rgb& c, double alpha) {
    av::FramePtr f = blank(AV_PIX_FMT_RGBA, width, height);
    const std::array v = {c.r, c.g, c.b, alpha};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (std::size_t k = 0; k < 4; ++k)
                f->data[0][y * f->linesize[0] + 4 * x + static_cast<int>(k)] =
                    static_cast<std::uint8_t>(std::lround(255 * v[k]));
    return f;
}

TEST(ScalerColour, RgbAndAlphaOverBlack) {
    for (const Rgb& c : kColours) {
        expect_colour(*draw(*flat_rgba(64, 64, c, 1), upright(64, 64), 32, 32), c, 2, "opaque");
        const Rgb half{c.r / 2, c.g / 2, c.b / 2};
        expect_colour(*draw(*flat_rgba(64, 64, c, 0.5), upright(64, 64), 32, 32), half, 2, "half");
    }
    expect_colour(*draw(*flat_rgba(64, 64, {1, 0, 1}, 0), upright(64, 64), 128, 128), {}, 1, "invisible");
}

TEST(ScalerColour, GrayIsFullRangeUnlessSaidOtherwise) {
    av::FramePtr f = blank(AV_PIX_FMT_GRAY8, 64, 64);
    f->color_range = AVCOL_RANGE_JPEG;
    for (int y = 0; y < 64; ++y)
        std::fill_n(f->data[0] + y * f->linesize[0], f->linesize[0], std::uint8_t{128});
    expect_colour(*draw(*f, upright(64, 64), 32, 32), {128 / 255.0, 128 / 255.0, 128 / 255.0}, 2,
                  "full gray");
    f->color_range = AVCOL_RANGE_MPEG;
    const double g = (128 - 16) / 219.0;
    expect_colour(*draw(*f, upright(64, 64), 32, 32), {g, g, g}, 2, "limited gray");
}

// Four quarters of different luma: where each one lands says how the picture was turned.
constexpr std::array kQuarters = {40, 90, 140, 210};  // top left, top right, bottom left, bottom right

av::FramePtr quarters(int width, int height) {
    av::FramePtr f = flat_yuv(AV_PIX_FMT_YUV420P, width, height, {16, 128, 128});
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            f->data[0][y * f->linesize[0] + x] = static_cast<std::uint8_t>(
                kQuarters[(y >= height / 2 ? 2U : 0U) + (x >= width / 2 ? 1U : 0U)]);
    return f;
}

std::array<int, 4> quarters_of(const AVFrame& f) {
    const int x = f.width / 4;
    const int y = f.height / 4;
    std::array<int, 4> luma{};
    for (std::size_t i = 0; i < 4; ++i)
        luma[i] = sample(f, 0, i % 2 == 0 ? x : 3 * x, i < 2 ? y : 3 * y);
    return luma;
}

TEST(ScalerTurn, ClockwiseThenMirrored) {
    struct Case {
        int degrees;
        bool mirrored;
        std::array<std::size_t, 4> order;  // which stored quarter is seen at each place
    };
    // Stored: 0 1 / 2 3. Turned 90° clockwise: 2 0 / 3 1.
    const std::vector<Case> cases = {
        {0, false, {0, 1, 2, 3}},   {90, false, {2, 0, 3, 1}}, {180, false, {3, 2, 1, 0}},
        {270, false, {1, 3, 0, 2}}, {0, true, {1, 0, 3, 2}},   {90, true, {0, 2, 1, 3}},
        {180, true, {2, 3, 0, 1}},  {270, true, {3, 1, 2, 0}},
    };
    const auto stored = quarters(160, 96);
    for (const Case& c : cases) {
        const bool turned = c.degrees % 180 != 0;
        VideoInfo info = upright(turned ? 96 : 160, turned ? 160 : 96);
        info.rotation_degrees = c.degrees;
        info.mirrored = c.mirrored;
        const auto canvas = draw(*stored, info, info.width / 2, info.height / 2);
        const auto seen = quarters_of(*canvas);
        for (std::size_t i = 0; i < 4; ++i)
            EXPECT_NEAR(seen[i], kQuarters[c.order[i]], 2) << c.degrees << (c.mirrored ? " mirrored" : "");
    }
}

TEST(ScalerTurn, CropIsOfTheUprightPicture) {
    VideoInfo info = upright(96, 160);
    info.rotation_degrees = 90;
    const auto stored = quarters(160, 96);
    const auto canvas = *make_canvas(48, 80);
    Scaler scaler;
    // The top right quarter of the upright picture is the stored top left one.
    ASSERT_TRUE(scaler.draw(*stored, info, {48, 0, 48, 80}, *canvas, 0, 0, 48, 80));
    EXPECT_NEAR(sample(*canvas, 0, 24, 40), kQuarters[0], 2);
}

TEST(Scaler, StaysInsideItsRectangle) {
    const auto f = flat_yuv(AV_PIX_FMT_YUV420P, 320, 180, {200, 90, 160});
    f->colorspace = AVCOL_SPC_BT709;
    const VideoInfo info = upright(320, 180);
    const auto canvas = *make_canvas(200, 100);
    Scaler scaler;
    ASSERT_TRUE(scaler.draw(*f, info, all_of(info), *canvas, 34, 10, 98, 60));
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 200; ++x) {
            const bool inside = x >= 34 && x < 132 && y >= 10 && y < 70;
            ASSERT_NEAR(sample(*canvas, 0, x, y), inside ? 200 : 16, 1) << x << ',' << y;
        }
    }
}

TEST(Scaler, NonSquarePixelsAreStretched) {
    // 320 × 360 stored, shown as 640 × 360: the left half of the upright picture is the stored left half.
    const auto stored = quarters(320, 360);
    const VideoInfo info = upright(640, 360);
    const auto canvas = *make_canvas(64, 36);
    Scaler scaler;
    ASSERT_TRUE(scaler.draw(*stored, info, {0, 0, 320, 180}, *canvas, 0, 0, 64, 36));
    EXPECT_NEAR(sample(*canvas, 0, 60, 30), kQuarters[0], 2);
}

TEST(Scaler, FormatMayChangeMidway) {
    Scaler scaler;
    const auto canvas = *make_canvas(64, 64);
    const Rgb c = kColours[2];
    for (const int width : {320, 200, 320}) {
        const auto f = flat_yuv(AV_PIX_FMT_YUV420P, width, 100, encode(c, test::k709, false));
        f->colorspace = AVCOL_SPC_BT709;
        const VideoInfo info = upright(320, 180);  // as the container said at the beginning
        ASSERT_TRUE(scaler.draw(*f, info, all_of(info), *canvas, 0, 0, 64, 64));
        expect_colour(*canvas, c, 2, "changed size");
        const auto rgb = flat_rgba(width, 90, kColours[0], 1);
        ASSERT_TRUE(scaler.draw(*rgb, info, all_of(info), *canvas, 0, 0, 64, 64));
        expect_colour(*canvas, kColours[0], 2, "changed format");
    }
}

/// Position of the middle of a soft vertical edge in the canvas, in pixels.
double edge_of(const AVFrame& canvas) {
    double bright = 0;
    for (int x = 0; x < canvas.width; ++x)
        bright += (sample(canvas, 0, x, canvas.height / 2) - 16) / 219.0;
    return canvas.width - bright;
}

TEST(Scaler, MovingWindowFollowsBySubpixels) {
    auto f = flat_yuv(AV_PIX_FMT_YUV420P, 400, 100, {16, 128, 128});
    f->colorspace = AVCOL_SPC_BT709;
    for (int y = 0; y < 100; ++y)
        std::fill_n(f->data[0] + y * f->linesize[0] + 200, 200, std::uint8_t{235});
    const VideoInfo info = upright(400, 100);
    Scaler scaler;
    const auto canvas = *make_canvas(200, 100);
    for (int i = 0; i < 40; ++i) {
        const double x = 100 + i * 0.13;
        ASSERT_TRUE(scaler.draw(*f, info, {x, 0, 200, 100}, *canvas, 0, 0, 200, 100, CropMotion::moving));
        EXPECT_NEAR(edge_of(*canvas), 200 - x, 0.03) << "step " << i;
    }
}

double pq_code(double nits) {
    const double y = std::pow(nits / 10000, 0.1593017578125);
    return std::pow((0.8359375 + 18.8515625 * y) / (1 + 18.6875 * y), 78.84375);
}

double hlg_code(double scene) {
    return scene <= 1.0 / 12 ? std::sqrt(3 * scene)
                             : 0.17883277 * std::log(12 * scene - 0.28466892) + 0.55991073;
}

int luma_of_gray(double code, AVColorTransferCharacteristic transfer, DynamicRange range) {
    const auto f =
        flat_yuv(AV_PIX_FMT_YUV420P10LE, 128, 128, encode({code, code, code}, test::k709, false), 10);
    f->colorspace = AVCOL_SPC_BT2020_NCL;
    f->color_primaries = AVCOL_PRI_BT2020;
    f->color_trc = transfer;
    f->color_range = AVCOL_RANGE_MPEG;
    VideoInfo info = upright(128, 128);
    info.dynamic_range = range;
    const auto canvas = draw(*f, info, 64, 64);
    EXPECT_NEAR(sample(*canvas, 1, 16, 16), 128, 2) << "gray must stay gray";
    EXPECT_NEAR(sample(*canvas, 2, 16, 16), 128, 2);
    return sample(*canvas, 0, 32, 32);
}

TEST(ScalerHdr, PqIsNeitherWashedOutNorDark) {
    const auto luma = [](double nits) {
        return luma_of_gray(pq_code(nits), AVCOL_TRC_SMPTE2084, DynamicRange::pq);
    };
    EXPECT_LE(luma(0.005), 20) << "black stays black";
    // 18 % gray under a reference white of 203 nits; in SDR about 0.49 of the range (BT.1886).
    EXPECT_NEAR(luma(0.18 * 203), 16 + 219 * 0.49, 12);
    EXPECT_GE(luma(203), 16 + 219 * 0.80) << "white paper";
    EXPECT_LE(luma(203), 16 + 219 * 0.95) << "room is left for highlights";
    EXPECT_GE(luma(1000), 16 + 219 * 0.97) << "the brightest highlight";
    EXPECT_LT(luma(203), luma(500));
}

TEST(ScalerHdr, HlgIsNeitherWashedOutNorDark) {
    const auto luma = [](double scene) {
        return luma_of_gray(hlg_code(scene), AVCOL_TRC_ARIB_STD_B67, DynamicRange::hlg);
    };
    EXPECT_LE(luma(0), 18);
    EXPECT_GE(luma(0.265), 16 + 219 * 0.75) << "reference white, 75 % of the signal";
    EXPECT_GE(luma(1), 16 + 219 * 0.96);
    EXPECT_LT(luma(0.265), luma(0.6));
    EXPECT_NEAR(luma(0.265 * 0.18), 16 + 219 * 0.42, 25);
}

}  // namespace
}  // namespace beatsync::media
