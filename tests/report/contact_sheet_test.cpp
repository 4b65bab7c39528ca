#include "report/contact_sheet.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <vector>

#include "colour_clip.h"
#include "core/file.h"
#include "media/stills.h"
#include "temporary_folder.h"

namespace beatsync::report {
namespace {

footage::ClipMap clip_of(const std::filesystem::path& path, int shots) {
    footage::ClipMap clip;
    clip.media.path = path.string();
    clip.media.duration = Time::from_ms(4000);
    auto& video = clip.media.video.emplace();
    video.width = 160;
    video.height = 90;
    video.rate = {25, 1};
    for (int i = 0; i < shots; ++i) {
        footage::Shot shot;
        shot.range = {Time::from_ms(4000 * i / shots), Time::from_ms(4000 * (i + 1) / shots)};
        shot.cut_score = 0.9F;
        clip.shots.push_back(shot);
    }
    return clip;
}

struct Pixel {
    int red, green, blue;
};

class ContactSheet : public testing::Test {
protected:
    media::RgbImage decode(const std::string& png) {
        EXPECT_TRUE(write_file(folder / "sheet.png", png));
        auto image = media::read_still(folder / "sheet.png", Time{}, 20'000, 20'000);
        EXPECT_TRUE(image) << describe(image.error());
        return image ? *image : media::RgbImage{};
    }
    static Pixel pixel(const media::RgbImage& image, int x, int y) {
        const std::size_t at = static_cast<std::size_t>(y * image.width + x) * 3;
        if (x >= image.width || y >= image.height) return {};
        return {image.pixels[at], image.pixels[at + 1], image.pixels[at + 2]};
    }
    TemporaryFolder folder;
};

TEST_F(ContactSheet, ShowsTheFirstAndTheMiddlePictureOfEachShot) {
    if (!make_colour_clip(folder / "a.mp4")) GTEST_SKIP() << "no ffmpeg program";
    auto clip = clip_of(folder / "a.mp4", 2);
    clip.shots[0].range.end = clip.shots[1].range.begin =
        Time::from_ms(1000);  // the second turns blue at 2 s
    const std::vector clips{clip};
    const auto png = contact_sheet_png(clips, {2, 160, 100}, {});
    ASSERT_TRUE(png) << describe(png.error());
    const auto sheet = decode(*png);
    // Margin 20, head 44, inset 6: the first picture spans (26, 70) to (186, 160); a card is 338 wide, the
    // gap 12.
    const auto is_red = [&](int x) {
        return pixel(sheet, x, 115).red > 200 && pixel(sheet, x, 115).blue < 60;
    };
    const auto is_blue = [&](int x) {
        return pixel(sheet, x, 115).blue > 200 && pixel(sheet, x, 115).red < 60;
    };
    EXPECT_TRUE(is_red(106)) << "shot 1, first";
    EXPECT_TRUE(is_red(272)) << "shot 1, middle";
    EXPECT_TRUE(is_red(456)) << "shot 2, first";
    EXPECT_TRUE(is_blue(622)) << "shot 2, middle";
}

TEST_F(ContactSheet, AClipThatIsGoneIsABoxNotAnError) {
    const std::vector clips{clip_of(folder / "none.mp4", 3)};
    const auto png = contact_sheet_png(clips, {}, {});
    ASSERT_TRUE(png);
    EXPECT_GT(decode(*png).width, 1000);
}

TEST_F(ContactSheet, ManyClipsOfManyShotsStayAPicture) {
    std::vector<footage::ClipMap> clips;
    for (int i = 0; i < 300; ++i)
        clips.push_back(clip_of(folder / "none.mp4", i % 7 == 0 ? 100 : 1));
    clips[5].media.video.reset();
    const auto png = contact_sheet_png(clips, {1, 64, 10'000}, {});
    ASSERT_TRUE(png) << describe(png.error());
    const auto sheet = decode(*png);
    EXPECT_GT(sheet.height, 10'000);
    EXPECT_LE(sheet.height, 20'100);
}

TEST_F(ContactSheet, RefusesWhatMakesNoSense) {
    const std::vector clips{clip_of(folder / "none.mp4", 1)};
    EXPECT_EQ(contact_sheet_png({}, {}, {}).error().code, Errc::usage);
    EXPECT_EQ(contact_sheet_png(clips, {0, 160, 10}, {}).error().code, Errc::usage);
    EXPECT_EQ(contact_sheet_png(clips, {4, 10'000, 10}, {}).error().code, Errc::usage);
    std::stop_source stop;
    stop.request_stop();
    RunContext context;
    context.stop = stop.get_token();
    EXPECT_EQ(contact_sheet_png(clips, {}, context).error().code, Errc::cancelled);
}

}  // namespace
}  // namespace beatsync::report
