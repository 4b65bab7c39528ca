#include <gtest/gtest.h>

#include <array>
#include <cstdint>

#include "media/orientation.h"

namespace beatsync::media {
namespace {

constexpr std::int32_t kOne = 1 << 16;

std::array<std::int32_t, 9> matrix(int a, int b, int c, int d) {
    return {a * kOne, b * kOne, 0, c * kOne, d * kOne, 0, 0, 0, 1 << 30};
}

TEST(Orientation, OfTheFourTurns) {
    EXPECT_EQ(orientation_of_matrix(matrix(1, 0, 0, 1)), (Orientation{0, false}));
    EXPECT_EQ(orientation_of_matrix(matrix(0, 1, -1, 0)), (Orientation{90, false}));
    EXPECT_EQ(orientation_of_matrix(matrix(-1, 0, 0, -1)), (Orientation{180, false}));
    EXPECT_EQ(orientation_of_matrix(matrix(0, -1, 1, 0)), (Orientation{270, false}));
}

TEST(Orientation, OfTheFourFlips) {
    EXPECT_EQ(orientation_of_matrix(matrix(-1, 0, 0, 1)), (Orientation{0, true})) << "left to right";
    EXPECT_EQ(orientation_of_matrix(matrix(1, 0, 0, -1)), (Orientation{180, true})) << "upside down";
    EXPECT_EQ(orientation_of_matrix(matrix(0, 1, 1, 0)), (Orientation{90, true})) << "rows become columns";
    EXPECT_EQ(orientation_of_matrix(matrix(0, -1, -1, 0)), (Orientation{270, true}));
}

TEST(Orientation, IgnoresScaleAndRubbish) {
    EXPECT_EQ(orientation_of_matrix(matrix(0, 3, -3, 0)), (Orientation{90, false}));
    EXPECT_EQ(orientation_of_matrix(matrix(0, 0, 0, 0)), Orientation{});
    EXPECT_EQ(orientation_of_matrix(matrix(1, 1, 1, 1)), Orientation{});
}

TEST(Orientation, OfExif) {
    EXPECT_EQ(orientation_of_exif("    1"), Orientation{});
    EXPECT_EQ(orientation_of_exif("3"), (Orientation{180, false}));
    EXPECT_EQ(orientation_of_exif(" 6"), (Orientation{90, false}));
    EXPECT_EQ(orientation_of_exif("8"), (Orientation{270, false}));
    EXPECT_EQ(orientation_of_exif("2"), (Orientation{0, true}));
    for (const char* rubbish : {"", "0", "9", "   ", "x"})
        EXPECT_EQ(orientation_of_exif(rubbish), Orientation{}) << rubbish;
}

}  // namespace
}  // namespace beatsync::media
