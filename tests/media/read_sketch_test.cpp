// What is left out when a clip is only sketched, and what never is.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "media/analysis_reader.h"
#include "media/frame_reader.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

constexpr int kFrames = 90;
constexpr int kCut = 38;

struct Seen {
    Time at;
    bool held = false;
};

class Sketch : public testing::Test {
protected:
    /// A slow zoom, then, from frame kCut on, a still picture; `movement` (a filter) is over all of it.
    void make(const std::string& name, const std::string& size, const std::string& codec,
              const std::string& movement = "null") {
        path = folder.path() / name;
        const std::string graph =
            "mandelbrot=size=" + size + ":rate=30,trim=end_frame=" + std::to_string(kCut) +
            "[a];smptehdbars=size=" + size + ":rate=30,trim=end_frame=" + std::to_string(kFrames - kCut) +
            "[b];[a][b]concat," + movement + ",format=yuv420p";
        ASSERT_TRUE(test::run_command("ffmpeg -nostdin -v error -y -filter_complex '" + graph + "' " + codec +
                                      " '" + path.string() + "'"));
    }

    [[nodiscard]] std::vector<Seen> analysed(bool fast, MediaInfo* info = nullptr) const {
        std::vector<Seen> seen;
        AnalysisOptions options;
        options.fast = fast;
        auto media = read_for_analysis(path, options, {}, [&](const PictureView& picture) {
            EXPECT_EQ(picture.luma.width, 256);
            seen.push_back({picture.at, picture.held});
        });
        EXPECT_TRUE(media);
        if (media && info != nullptr) *info = media->info;
        return seen;
    }

    static std::vector<std::uint8_t> luma_of(const PictureView& picture) {
        std::vector<std::uint8_t> samples;
        for (int y = 0; y < picture.luma.height; ++y)
            samples.insert(samples.end(), picture.luma.row(y), picture.luma.row(y) + picture.luma.width);
        return samples;
    }

    static double mean_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
        EXPECT_EQ(a.size(), b.size());
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i)
            sum += std::abs(a[i] - b[i]);
        return sum / static_cast<double>(a.size());
    }

    static std::vector<int> held(const std::vector<Seen>& seen) {
        std::vector<int> numbers;
        for (std::size_t i = 0; i < seen.size(); ++i)
            if (seen[i].held) numbers.push_back(static_cast<int>(i));
        return numbers;
    }

    test::TemporaryFolder folder;
    std::filesystem::path path;
};

/// Two of four frames are referred to by no other: 1, 3, 5, 7 …
constexpr const char* kReordered =
    "-c:v libx264 -preset veryfast -bf 3 -x264-params "
    "b-adapt=0:b-pyramid=normal:scenecut=0:keyint=250";

constexpr const char* kPan = "scroll=h=0.01";

TEST_F(Sketch, GivesEveryFrameItsTime) {
    make("a.mp4", "640x360", kReordered);
    const auto whole = analysed(false);
    const auto sketched = analysed(true);
    ASSERT_EQ(whole.size(), std::size_t{kFrames});
    ASSERT_EQ(sketched.size(), std::size_t{kFrames});
    for (std::size_t i = 0; i < whole.size(); ++i)
        EXPECT_EQ(sketched[i].at, whole[i].at) << i;
    EXPECT_TRUE(held(whole).empty());
}

TEST_F(Sketch, LeavesOutWhatNoFrameRefersTo) {
    make("a.mp4", "640x360", kReordered, kPan);
    const std::vector<int> left_out = held(analysed(true));
    EXPECT_GT(left_out.size(), 30U);
    for (const int frame : left_out)
        EXPECT_EQ(frame % 2, 1) << "others refer to it";
}

TEST_F(Sketch, LeavesOutAllBetweenFramesThatLookAlike) {
    make("a.mp4", "640x360", kReordered);
    int referred_to = 0;
    for (const int frame : held(analysed(true))) {
        EXPECT_TRUE(frame % 4 != 0 || frame == kFrames - 1) << frame << ": not between two others";
        if (frame % 4 == 2) ++referred_to;
    }
    EXPECT_GT(referred_to, 8);
}

/// Its decoder would put grey in the place of what others refer to.
TEST_F(Sketch, OfHevcLeavesOutOnlyWhatNoFrameRefersTo) {
    make("a.mp4", "640x360",
         "-c:v libx265 -preset ultrafast -x265-params "
         "log-level=error:bframes=3:b-adapt=0:b-pyramid=1:scenecut=0:keyint=250");
    const std::vector<int> left_out = held(analysed(true));
    EXPECT_GT(left_out.size(), 30U);
    for (const int frame : left_out)
        EXPECT_EQ(frame % 2, 1) << "others refer to it";
}

/// Others refer to frames that were left out, also from far off: what is given is right all the same.
TEST_F(Sketch, GivesWhatTheFramesShow) {
    make("a.mp4", "640x360", std::string(kReordered) + ":ref=6:subme=6:trellis=0");
    std::vector<std::vector<std::uint8_t>> whole;
    const auto read = [&](bool fast, const auto& sink) {
        AnalysisOptions options;
        options.fast = fast;
        ASSERT_TRUE(read_for_analysis(path, options, {}, sink));
    };
    read(false, [&](const PictureView& picture) { whole.push_back(luma_of(picture)); });
    std::size_t number = 0;
    read(true, [&](const PictureView& picture) {
        ASSERT_LT(number, whole.size());
        EXPECT_FALSE(picture.damaged) << number;
        if (!picture.held) {
            EXPECT_LT(mean_difference(luma_of(picture), whole[number]), 5) << number;
        }
        ++number;
    });
}

/// What is made up for frames that others refer to adds up until the next keyframe: so there is an end to it.
TEST_F(Sketch, OfEachGopLeavesOutSoManyThatOthersReferTo) {
    const auto left_out = [&](const std::string& keyframes) {
        path = folder.path() / "a.mp4";
        EXPECT_TRUE(
            test::run_command("ffmpeg -nostdin -v error -y -f lavfi -i mandelbrot=size=320x180:rate=30 "
                              "-frames:v 400 -vf scroll=h=0.002 -pix_fmt yuv420p " +
                              std::string(kReordered) + keyframes + " '" + path.string() + "'"));
        return std::ranges::count_if(held(analysed(true)), [](int frame) { return frame % 4 == 2; });
    };
    const auto of_one = left_out(":keyint=999");
    EXPECT_GT(of_one, 4);
    EXPECT_LT(of_one, 50) << "of 100";
    EXPECT_GT(left_out(":keyint=100"), 2 * of_one);
}

TEST_F(Sketch, LeavesNothingOutAroundACut) {
    make("a.mp4", "640x360", kReordered);
    for (const int frame : held(analysed(true)))
        EXPECT_TRUE(frame < 36 || frame > 40) << frame << ": a keyframe's worth of new pixels lies between";
}

TEST_F(Sketch, TellsTheSameOfTheFile) {
    make("a.mp4", "640x360", kReordered);
    MediaInfo whole;
    MediaInfo sketched;
    (void)analysed(false, &whole);
    (void)analysed(true, &sketched);
    EXPECT_EQ(sketched.duration, whole.duration);
    EXPECT_EQ(sketched.video->frames, whole.video->frames);
    EXPECT_EQ(sketched.video->duration, whole.video->duration);
}

TEST_F(Sketch, SmallerWhereTheCodecCan) {
    make("a.avi", "1280x720", "-c:v mpeg4 -q:v 3");
    FrameReader::Options options;
    options.sketch_side = 256;
    auto reader = FrameReader::open(path, options);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->info().video->width, 1280);
    EXPECT_EQ(reader->info().video->coded_height, 720);
    const auto frame = reader->next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ((*frame)->picture->width, 640) << "a quarter would be less than is looked at";
    EXPECT_EQ(held(analysed(true)).size(), 0U);
    EXPECT_EQ(analysed(true).size(), std::size_t{kFrames});
}

TEST_F(Sketch, OfInterlacedVideoNothingIsLeftOut) {
    make("a.mp4", "640x360", std::string(kReordered) + " -flags +ilme+ildct");
    EXPECT_TRUE(held(analysed(true)).empty());
}

}  // namespace
}  // namespace beatsync::media
