#include "cli/demo/film.h"

#include <gtest/gtest.h>

#include "media/scaler.h"

namespace beatsync::cli {
namespace {

/// The mean of a plane's middle, where there is no vignette.
double middle(const AVFrame& frame, int plane, int size) {
    double sum = 0;
    int count = 0;
    for (int y = size / 2 - 8; y < size / 2 + 8; ++y)
        for (int x = size / 2 - 8; x < size / 2 + 8; ++x, ++count)
            sum += frame.data[plane][y * frame.linesize[plane] + x];
    return sum / count;
}

struct Sample {
    const char* name;
    std::uint32_t rgb;
    double y, cb, cr;  // by hand from Rec. ITU-R BT.709-6, table 3 (8 bits)
};

class FilmColours : public testing::TestWithParam<Sample> {};

TEST_P(FilmColours, are_bt709_limited) {
    constexpr int kSize = 128;
    scenes::Canvas picture(kSize, kSize);
    picture.rectangle(0, 0, kSize, kSize, scenes::rgb(GetParam().rgb));
    const auto frame = media::make_canvas(kSize, kSize);
    ASSERT_TRUE(frame);
    Film(kSize, kSize).develop(picture, 3, **frame);
    EXPECT_NEAR(middle(**frame, 0, kSize), GetParam().y, 1.0);
    EXPECT_NEAR(middle(**frame, 1, kSize / 2), GetParam().cb, 1.2);
    EXPECT_NEAR(middle(**frame, 2, kSize / 2), GetParam().cr, 1.2);
}

INSTANTIATE_TEST_SUITE_P(All, FilmColours,
                         testing::Values(Sample{"grey", 0x808080, 126, 128, 128},
                                         Sample{"red", 0xc00000, 51, 108, 212},
                                         Sample{"green", 0x00c000, 134, 63, 52},
                                         Sample{"blue", 0x0000c0, 28, 212, 120}),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(Film, grain_differs_from_frame_to_frame_and_is_the_same_each_time) {
    constexpr int kSize = 64;
    scenes::Canvas picture(kSize, kSize);
    picture.rectangle(0, 0, kSize, kSize, scenes::rgb(0x607080));
    const Film film(kSize, kSize);
    const auto developed = [&](std::int64_t index) {
        const auto frame = media::make_canvas(kSize, kSize);
        film.develop(picture, index, **frame);
        std::vector<int> luma;
        for (int y = 0; y < kSize; ++y)
            luma.insert(luma.end(), (*frame)->data[0] + y * (*frame)->linesize[0],
                        (*frame)->data[0] + y * (*frame)->linesize[0] + kSize);
        return luma;
    };
    EXPECT_EQ(developed(5), developed(5));
    EXPECT_NE(developed(5), developed(6));
}

}  // namespace
}  // namespace beatsync::cli
