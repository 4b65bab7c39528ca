#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "media/box_average.h"

namespace beatsync::media {
namespace {

/// Tables that keep two bits of ten.
BoxAverager::Table straight() {
    BoxAverager::Table table(BoxAverager::kLevels);
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<std::uint8_t>(i / 4);
    return table;
}

struct Shape {
    int width, height, step, bytes, depth, shift, out_width, out_height;
};

class BoxAverage : public testing::TestWithParam<Shape> {};

/// The same by definition: slowly, in double precision.
double mean_of(const std::vector<double>& samples, const Shape& s, int x, int y) {
    const int x0 = x * s.width / s.out_width;
    const int x1 = std::max((x + 1) * s.width / s.out_width, x0 + 1);
    const int y0 = y * s.height / s.out_height;
    const int y1 = std::max((y + 1) * s.height / s.out_height, y0 + 1);
    double sum = 0;
    for (int j = y0; j < y1; ++j)
        for (int i = x0; i < x1; ++i)
            sum += samples[static_cast<std::size_t>(j * s.width + i)];
    return sum / ((x1 - x0) * (y1 - y0));
}

TEST_P(BoxAverage, IsTheMeanOfItsBox) {
    const Shape s = GetParam();
    std::mt19937 random(20240229);
    const std::ptrdiff_t stride = std::ptrdiff_t{s.width} * s.step * s.bytes + 32;
    std::vector<std::uint8_t> memory(static_cast<std::size_t>(stride * s.height), 0xEE);
    std::vector<double> samples;
    for (int y = 0; y < s.height; ++y) {
        for (int x = 0; x < s.width; ++x) {
            const auto value = static_cast<std::uint16_t>(random() % (1U << s.depth));
            const auto stored = static_cast<std::uint16_t>(value << s.shift);
            std::memcpy(memory.data() + y * stride + std::ptrdiff_t{x} * s.step * s.bytes, &stored,
                        static_cast<std::size_t>(s.bytes));
            samples.push_back(value);
        }
    }
    std::vector<std::uint8_t> out(static_cast<std::size_t>(s.out_width * s.out_height));
    BoxAverager().shrink({memory.data(), stride, s.width, s.height, s.step, s.bytes, s.depth, s.shift},
                         s.out_width, s.out_height, straight(), out.data());
    const double to_eight_bits = 256.0 / (1 << s.depth);
    for (int y = 0; y < s.out_height; ++y)
        for (int x = 0; x < s.out_width; ++x)
            ASSERT_NEAR(out[static_cast<std::size_t>(y * s.out_width + x)],
                        mean_of(samples, s, x, y) * to_eight_bits, 1.0)
                << x << ", " << y;
}

INSTANTIATE_TEST_SUITE_P(Shapes, BoxAverage,
                         testing::Values(Shape{64, 36, 1, 1, 8, 0, 16, 9},   // whole boxes
                                         Shape{61, 37, 1, 1, 8, 0, 16, 9},   // boxes of two sizes
                                         Shape{40, 30, 2, 1, 8, 0, 10, 10},  // NV12 chroma
                                         Shape{40, 30, 3, 1, 8, 0, 7, 5},    // RGB24
                                         Shape{64, 36, 1, 2, 10, 0, 16, 9},  // 10-bit
                                         Shape{64, 36, 2, 2, 10, 6, 16, 9},  // P010 chroma
                                         Shape{64, 36, 1, 2, 16, 0, 16, 9},  // 16-bit
                                         Shape{5, 3, 1, 1, 8, 0, 10, 6},     // made larger
                                         Shape{1, 1, 1, 1, 8, 0, 1, 1}));

TEST(BoxAverageLimits, WhiteStaysWhiteInTheTallestBox) {
    const std::vector<std::uint8_t> white(3 * 5000, 255);
    std::uint8_t out = 0;
    BoxAverager().shrink({white.data(), 3, 3, 5000}, 1, 1, straight(), &out);
    EXPECT_EQ(out, 255);
}

}  // namespace
}  // namespace beatsync::media
