#include "pipeline/canvas.h"

#include <gtest/gtest.h>

#include <vector>

namespace beatsync::pipeline {
namespace {

footage::ClipMap clip(int width, int height, Rate rate) {
    footage::ClipMap map;
    map.media.video.emplace();
    map.media.video->width = width;
    map.media.video->height = height;
    map.media.video->rate = rate;
    return map;
}

TEST(Canvas, SizeIsTheShortSideOfTheAspect) {
    const auto size = [](Aspect aspect, int side) {
        const auto c = choose_canvas({aspect, side, std::nullopt, Rate{25, 1}}, {});
        return std::pair(c.width, c.height);
    };
    EXPECT_EQ(size(Aspect::portrait_9_16, 1080), std::pair(1080, 1920));
    EXPECT_EQ(size(Aspect::landscape_16_9, 1080), std::pair(1920, 1080));
    EXPECT_EQ(size(Aspect::square, 720), std::pair(720, 720));
    EXPECT_EQ(size(Aspect::portrait_4_5, 1080), std::pair(1080, 1350));
    EXPECT_EQ(size(Aspect::landscape_16_9, 480), std::pair(854, 480));  // 853.33: even
}

TEST(Canvas, ASizeHasTheShapeOfAnAspect) {
    EXPECT_TRUE(has_shape({1080, 1920}, Aspect::portrait_9_16));
    EXPECT_TRUE(has_shape({854, 480}, Aspect::landscape_16_9)) << "853.33 is no side";
    EXPECT_TRUE(has_shape({720, 720}, Aspect::square));
    EXPECT_FALSE(has_shape({1920, 1080}, Aspect::portrait_9_16));
    EXPECT_FALSE(has_shape({640, 480}, Aspect::landscape_16_9));
    EXPECT_FALSE(has_shape({1080, 1920}, Aspect::source));
}

TEST(Canvas, SourceTakesTheShapeOfTheFirstClip) {
    const std::vector clips = {clip(640, 480, {30, 1}), clip(1280, 720, {30, 1})};
    const auto canvas = choose_canvas({Aspect::source, 1080, std::nullopt, std::nullopt}, clips);
    EXPECT_EQ(canvas.width, 1440);
    EXPECT_EQ(canvas.height, 1080);
}

TEST(Canvas, AnExactSizeWins) {
    const auto canvas = choose_canvas({Aspect::square, 1080, PictureSize{640, 360}, std::nullopt}, {});
    EXPECT_EQ(canvas.width, 640);
    EXPECT_EQ(canvas.height, 360);
}

TEST(Canvas, SourceSizeIsThatOfMostFootage) {
    auto small = clip(640, 360, {30, 1});
    small.media.duration = Time{3'000'000};
    auto large = clip(1920, 1081, {30, 1});
    large.media.duration = Time{2'000'000};
    auto still = clip(4000, 3000, {30, 1});
    still.media.kind = MediaKind::still;
    still.media.duration = Time{9'000'000};
    CanvasRequest request;
    request.size_of_source = true;
    const auto size = [&](const std::vector<footage::ClipMap>& clips) {
        const auto c = choose_canvas(request, clips);
        return std::pair(c.width, c.height);
    };
    EXPECT_EQ(size({large, small, still}), std::pair(640, 360));
    EXPECT_EQ(size({large, small, large}), std::pair(1920, 1082));
    EXPECT_EQ(size({still}), std::pair(1080, 1920));
}

TEST(Canvas, RateIsThatOfMostClipsAndTheEarlierInATie) {
    EXPECT_EQ(common_rate(std::vector{clip(2, 2, {25, 1}), clip(2, 2, {30, 1}), clip(2, 2, {30, 1})}),
              (Rate{30, 1}));
    EXPECT_EQ(common_rate(std::vector{clip(2, 2, {25, 1}), clip(2, 2, {30, 1})}), (Rate{25, 1}));
    EXPECT_EQ(common_rate({}), (Rate{30, 1}));
}

TEST(Canvas, OddRatesCountAsTheNearestUsualOne) {
    const auto rate = [](Rate r) { return common_rate(std::vector{clip(2, 2, r)}); };
    EXPECT_EQ(rate({30000, 1001}), (Rate{30000, 1001}));
    EXPECT_EQ(rate({2997, 100}), (Rate{30000, 1001}));
    EXPECT_EQ(rate({2974, 100}), (Rate{30, 1}));  // a phone's average: no NTSC
    EXPECT_EQ(rate({120, 1}), (Rate{60, 1}));
    EXPECT_EQ(rate({240, 1}), (Rate{60, 1}));
    EXPECT_EQ(rate({25, 2}), (Rate{25, 1}));
    EXPECT_EQ(rate({0, 1}), (Rate{30, 1}));
}

TEST(Canvas, StillsHaveNoSayInTheRate) {
    auto still = clip(2, 2, {25, 1});
    still.media.kind = MediaKind::still;
    EXPECT_EQ(common_rate(std::vector{still, still, clip(2, 2, {50, 1})}), (Rate{50, 1}));
}

TEST(Canvas, ReadsSizes) {
    CanvasRequest request;
    ASSERT_TRUE(parse_size("720p", request));
    EXPECT_EQ(request.short_side, 720);
    ASSERT_TRUE(parse_size("1280x720", request));
    EXPECT_EQ(request.size, (PictureSize{1280, 720}));
    EXPECT_FALSE(request.size_of_source);
    ASSERT_TRUE(parse_size("source", request));
    EXPECT_TRUE(request.size_of_source);
    for (const char* bad :
         {"", "p", "x", "721p", "1281x720", "1280x", "0x0", "99999p", "-2x4", "1e3p", "big"})
        EXPECT_FALSE(parse_size(bad, request)) << bad;
}

}  // namespace
}  // namespace beatsync::pipeline
