// Which way up pictures come, what is a still, what is interlaced, and which stream is taken.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <tuple>

#include "media/analysis_reader.h"
#include "media/frame_reader.h"
#include "media/probe.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

namespace fs = std::filesystem;

const std::string kX264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";

/// The marks that analysis sees, upright or not at all.
std::vector<int> frames_seen(const fs::path& path) {
    std::vector<int> seen;
    const auto read = read_for_analysis(path, {}, {}, [&](const PictureView& picture) {
        const auto mark = test::read_pattern(picture.luma);
        seen.push_back(mark ? mark->frame : -1);
    });
    EXPECT_TRUE(read) << describe(read.error());
    return seen;
}

class Turned : public testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(Turned, ComesUpright) {
    const auto [degrees, mirrored] = GetParam();
    test::TemporaryFolder folder;
    test::PatternClip clip;
    clip.frames = 3;
    clip.width = 200;
    clip.height = 320;
    clip.turn_degrees = degrees;
    clip.mirrored = mirrored;
    clip.after = kX264;
    const fs::path path = folder.path() / "a.mp4";
    ASSERT_TRUE(test::make_clip(clip, path));
    ASSERT_TRUE(test::patch_display_matrix(path, degrees, mirrored));
    const auto info = probe(path);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->video->rotation_degrees, degrees);
    EXPECT_EQ(info->video->mirrored, mirrored);
    EXPECT_EQ(info->video->width, 200);
    EXPECT_EQ(info->video->height, 320);
    EXPECT_EQ(frames_seen(path), (std::vector<int>{0, 1, 2}));

    // The matrix in the test is the one that a player means: ffmpeg turns the clip by itself.
    const fs::path raw = folder.path() / "a.gray";
    ASSERT_TRUE(test::run_command("ffmpeg -v error -nostdin -i '" + path.string() +
                                  "' -frames:v 1 -f rawvideo -pix_fmt gray '" + raw.string() + "'"));
    std::ifstream in(raw, std::ios::binary);
    const std::string grey{std::istreambuf_iterator<char>(in), {}};
    ASSERT_EQ(grey.size(), 200U * 320U);
    const std::vector<std::uint8_t> luma(grey.begin(), grey.end());
    EXPECT_EQ(test::read_pattern({luma.data(), 200, 200, 320}), (test::Mark{1, 0}));
}

INSTANTIATE_TEST_SUITE_P(Ways, Turned, testing::Combine(testing::Values(0, 90, 180, 270), testing::Bool()));

class Pictures : public testing::Test {
protected:
    fs::path make(const std::string& name, int frames, const std::string& after) {
        test::PatternClip clip;
        clip.frames = frames;
        clip.after = after;
        EXPECT_TRUE(test::make_clip(clip, folder.path() / name));
        return folder.path() / name;
    }

    test::TemporaryFolder folder;
};

TEST_F(Pictures, AStillIsShownForEver) {
    for (const auto& [name, options] : {std::pair("a.png", "-pix_fmt rgb24"), std::pair("a.jpg", "-q:v 2"),
                                        std::pair("a.webp", "-c:v libwebp"), std::pair("a.gif", ""),
                                        std::pair("named_wrongly.mp4", "-f image2 -c:v png")}) {
        const fs::path path = make(name, 1, options);
        const auto info = probe(path);
        ASSERT_TRUE(info) << name << describe(info.error());
        EXPECT_EQ(info->kind, MediaKind::still) << name;
        EXPECT_EQ(info->duration, Time{}) << name;
        EXPECT_EQ(frames_seen(path), std::vector<int>{0}) << name;
        auto reader = FrameReader::open(path, {});
        ASSERT_TRUE(reader);
        ASSERT_TRUE(reader->seek(Time{3'600'000'000}));
        const auto frame = reader->next();
        ASSERT_TRUE(frame && *frame) << name;
        EXPECT_GT((*frame)->until, Time{7'200'000'000}) << name;
    }
}

TEST_F(Pictures, CoverArtIsNoVideo) {
    const fs::path path = make("a.mp3", 1,
                               "-f lavfi -i sine=d=3 -map 0 -map 1 -c:v png -disposition:v attached_pic "
                               "-c:a libmp3lame -id3v2_version 3");
    const auto info = probe(path);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->kind, MediaKind::audio);
    EXPECT_FALSE(info->video);
    EXPECT_FALSE(FrameReader::open(path, {}));
}

TEST_F(Pictures, InterlacedOnesComeOneForOneAndWhole) {
    const fs::path path = make("a.ts", 40, "-c:v mpeg2video -q:v 2 -flags +ilme+ildct -top 1 -g 10 -bf 2");
    const auto info = probe(path);
    ASSERT_TRUE(info);
    EXPECT_TRUE(info->video->interlaced);
    auto reader = FrameReader::open(path, {});
    ASSERT_TRUE(reader);
    for (const int start : {0, 17}) {
        ASSERT_TRUE(reader->seek(Rate{30, 1}.time_of(start) + Time{20}));
        for (int i = start; i < 40; ++i) {
            const auto frame = reader->next();
            ASSERT_TRUE(frame && *frame) << i;
            const AVFrame& f = *(*frame)->picture;
            EXPECT_EQ(f.interlaced_frame, 0) << i;
            const auto mark = test::read_pattern({f.data[0], f.linesize[0], f.width, f.height});
            ASSERT_TRUE(mark) << i;
            EXPECT_EQ(mark->frame, i);
            EXPECT_NEAR((*frame)->at.seconds(), i / 30.0, 2e-5);
        }
        const auto end = reader->next();
        ASSERT_TRUE(end);
        EXPECT_FALSE(*end);
    }
}

TEST_F(Pictures, PixelsThatAreNotSquareCountByTheirShape) {
    const auto info = probe(make("a.mp4", 3, kX264 + "-vf setsar=4/3"));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->video->width, 427);
    EXPECT_EQ(info->video->height, 180);
    EXPECT_EQ(info->video->coded_width, 320);
}

TEST_F(Pictures, TheDefaultStreamIsTaken) {
    const fs::path path = make("a.mkv", 5,
                               "-f lavfi -i color=c=gray:s=640x360:d=1 -map 1 -map 0 -disposition:v:0 0 "
                               "-disposition:v:1 default " +
                                   kX264);
    EXPECT_EQ(frames_seen(path), (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST_F(Pictures, EveryPixelFormatIsSeen) {
    for (const char* format :
         {"yuv420p", "yuv422p", "yuv444p", "gray", "nv12", "yuv420p10le", "yuv444p12le", "gbrp", "rgb24",
          "bgra", "p010le", "yuv420p10be", "rgb565le", "yuyv422", "gray16le"}) {
        const fs::path path =
            make(std::string(format) + ".nut", 2, std::string("-c:v rawvideo -pix_fmt ") + format);
        EXPECT_EQ(frames_seen(path), (std::vector<int>{0, 1})) << format;
    }
}

}  // namespace
}  // namespace beatsync::media
