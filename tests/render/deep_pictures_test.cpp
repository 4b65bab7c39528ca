// Pictures of 10 bits and of HDR. Truth: what the recommendations say that white is (ITU-R BT.2408: 203 cd/m²
// is 58 % of PQ's signal and 75 % of HLG's), and that 10 bits are four times 8.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "media/scaler.h"
#include "media/signal.h"
#include "render/blend.h"
#include "render/blur.h"
#include "render/title_overlay.h"

namespace beatsync::render {
namespace {

using media::PictureFormat;

constexpr PictureFormat kDeep{10, DynamicRange::sdr};
constexpr PictureFormat kPq{10, DynamicRange::pq};
constexpr PictureFormat kHlg{10, DynamicRange::hlg};
constexpr int kPqWhite = 573;   // 64 + 876 · 0.581
constexpr int kHlgWhite = 721;  // 64 + 876 · 0.75

int code(const AVFrame& f, std::size_t plane, int x, int y) {
    return media::with_samples_of(
        f, [&](auto sample) { return int{media::sample_plane<decltype(sample)>(f, plane).row(y)[x]}; });
}

media::av::FramePtr flat(const PictureFormat& format, int luma, int cb, int cr, int width = 64,
                         int height = 48) {
    media::av::FramePtr f = *media::make_canvas(width, height, format);
    media::with_samples_of(*f, [&](auto sample) {
        using Sample = decltype(sample);
        for (const std::size_t p : {0U, 1U, 2U}) {
            const auto plane = media::sample_plane<Sample>(*f, p);
            const int value = p == 0 ? luma : p == 1 ? cb : cr;
            for (int y = 0; y < plane.height; ++y)
                std::fill_n(plane.row(y), plane.width, static_cast<Sample>(value));
        }
    });
    return f;
}

VideoInfo info_of(const AVFrame& f, DynamicRange range = DynamicRange::sdr) {
    VideoInfo v;
    v.width = v.coded_width = f.width;
    v.height = v.coded_height = f.height;
    v.duration = Time::from_ms(1000);
    v.dynamic_range = range;
    return v;
}

media::av::FramePtr drawn(const AVFrame& source, const VideoInfo& info, const PictureFormat& to,
                          media::CropMotion motion = media::CropMotion::fixed) {
    media::av::FramePtr canvas = *media::make_canvas(32, 24, to);
    const media::Crop all{0, 0, static_cast<double>(info.width), static_cast<double>(info.height)};
    const auto done = media::Scaler(to).draw(source, info, all, *canvas, 0, 0, 32, 24, motion);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return canvas;
}

void expect_codes(const AVFrame& f, int luma, int cb, int cr, int tolerance) {
    for (const auto& [x, y] :
         {std::pair{0, 0}, {f.width / 4, f.height / 4}, {f.width / 2 - 1, f.height / 2 - 1}}) {
        EXPECT_NEAR(code(f, 0, 2 * x, 2 * y), luma, tolerance);
        EXPECT_NEAR(code(f, 1, x, y), cb, tolerance);
        EXPECT_NEAR(code(f, 2, x, y), cr, tolerance);
    }
}

TEST(DeepPictures, TenBitsKeepWhatEightLose) {
    for (const auto motion : {media::CropMotion::fixed, media::CropMotion::moving}) {
        for (const int luma : {401, 402, 403}) {
            const auto source = flat(kDeep, luma, 515, 509);
            expect_codes(*drawn(*source, info_of(*source), kDeep, motion), luma, 515, 509, 0);
        }
        const auto eight = flat({}, 100, 120, 140);
        expect_codes(*drawn(*eight, info_of(*eight), kDeep, motion), 400, 480, 560, 1);
    }
}

TEST(DeepPictures, MatrixAsOfEightBits) {
    const auto source = flat({}, 100, 90, 200);
    source->colorspace = AVCOL_SPC_SMPTE170M;
    const auto eight = drawn(*source, info_of(*source), {});
    const auto ten = drawn(*source, info_of(*source), kDeep);
    expect_codes(*ten, 4 * code(*eight, 0, 4, 4), 4 * code(*eight, 1, 2, 2), 4 * code(*eight, 2, 2, 2), 3);
}

TEST(DeepPictures, TurnedAsOfEightBits) {
    const auto source = flat(kDeep, 300, 512, 512, 48, 64);
    for (int x = 0; x < 48; ++x)
        media::sample_plane<std::uint16_t>(*source, 0).row(0)[x] = 900;  // the first row
    VideoInfo info = info_of(*source);
    std::swap(info.width, info.height);
    info.rotation_degrees = 90;
    media::av::FramePtr canvas = *media::make_canvas(64, 48, kDeep);
    ASSERT_TRUE(media::Scaler(kDeep).draw(*source, info, {0, 0, 64, 48}, *canvas, 0, 0, 64, 48));
    EXPECT_EQ(code(*canvas, 0, 63, 20), 900) << "turned clockwise it is the right column";
    EXPECT_EQ(code(*canvas, 0, 20, 0), 300);
}

TEST(DeepPictures, HdrOfTheSameKindStays) {
    for (const PictureFormat& format : {kPq, kHlg}) {
        const auto source = flat(format, 601, 444, 555);
        for (const auto motion : {media::CropMotion::fixed, media::CropMotion::moving})
            expect_codes(*drawn(*source, info_of(*source, format.range), format, motion), 601, 444, 555, 0);
    }
}

TEST(DeepPictures, SdrWhiteIsTheReferenceWhite) {
    const auto white = flat({}, 235, 128, 128);
    expect_codes(*drawn(*white, info_of(*white), kPq), kPqWhite, 512, 512, 3);
    expect_codes(*drawn(*white, info_of(*white), kHlg), kHlgWhite, 512, 512, 3);
    const auto black = flat({}, 16, 128, 128);
    expect_codes(*drawn(*black, info_of(*black), kPq), 64, 512, 512, 3);
}

TEST(DeepPictures, OneHdrBecomesTheOther) {
    const auto source = flat(kPq, kPqWhite, 512, 512);
    expect_codes(*drawn(*source, info_of(*source, DynamicRange::pq), kHlg), kHlgWhite, 512, 512, 4);
    const auto other = flat(kHlg, kHlgWhite, 512, 512);
    expect_codes(*drawn(*other, info_of(*other, DynamicRange::hlg), kPq), kPqWhite, 512, 512, 4);
}

TEST(DeepPictures, ToOneAndTheSame) {
    // Drawn colours and filmed ones meet: the formula for titles against zimg's conversion of clips.
    for (const PictureFormat& format : {kPq, kHlg}) {
        const auto red = flat({}, 63, 102, 240);  // BT.709's bar
        const auto filmed = drawn(*red, info_of(*red), format);
        const auto signal = media::hdr_signal({1, 0, 0}, format.range);
        const media::LumaWeights w = media::luma_weights(format.range);
        const double luma = w.red * signal[0] + w.green() * signal[1] + w.blue * signal[2];
        EXPECT_NEAR(code(*filmed, 0, 8, 8), 64 + 876 * luma, 6);
        EXPECT_NEAR(code(*filmed, 1, 4, 4), 512 + 896 * (signal[2] - luma) / (2 * (1 - w.blue)), 6);
        EXPECT_NEAR(code(*filmed, 2, 4, 4), 512 + 896 * (signal[0] - luma) / (2 * (1 - w.red)), 6);
    }
}

TEST(DeepPictures, HdrIsToneMappedWhereItIsNotKept) {
    const auto source = flat(kPq, kPqWhite, 512, 512);
    const auto canvas = drawn(*source, info_of(*source, DynamicRange::pq), kDeep);
    EXPECT_GT(code(*canvas, 0, 8, 8), 640) << "bright, and";
    EXPECT_LT(code(*canvas, 0, 8, 8), 940) << "under what is brighter still";
}

TEST(DeepPictures, Tones) {
    for (const auto& [format, white] : {std::pair{kDeep, 940}, {kPq, kPqWhite}, {kHlg, kHlgWhite}}) {
        const auto canvas = flat(format, 300, 400, 600);
        mix_in_white(*canvas, kWhole);
        expect_codes(*canvas, white, 512, 512, 1);
        mix_in_black(*canvas, kWhole);
        expect_codes(*canvas, 64, 512, 512, 0);
        const auto over = flat(format, 464, 712, 312);
        mix_in(*canvas, *over, kWhole / 4);
        expect_codes(*canvas, 164, 562, 462, 0);
    }
}

TEST(DeepPictures, BlurOfOneColourDarkensIt) {
    const auto canvas = flat(kDeep, 464, 500, 530);
    blur_and_dim(*canvas, 4);
    expect_codes(*canvas, 364, 500, 530, 0);
}

TEST(DeepPictures, TitlesAreAsBrightAsWhiteIs) {
    TitleDrawing d;
    d.width = 16;
    d.height = 16;
    d.pixels.assign(256, 0xFFFFFFFF);
    for (const auto& [format, white] : {std::pair{kDeep, 940}, {kPq, kPqWhite}, {kHlg, kHlgWhite}}) {
        const auto canvas = flat(format, 300, 400, 600);
        TitleOverlay(d, format).blend(*canvas, kOpaque);
        EXPECT_NEAR(code(*canvas, 0, 8, 8), white, 1);
        EXPECT_NEAR(code(*canvas, 1, 4, 4), 512, 1);
        EXPECT_EQ(code(*canvas, 0, 20, 8), 300);
    }
}

}  // namespace
}  // namespace beatsync::render
