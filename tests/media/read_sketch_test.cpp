// What is left out when a clip is only sketched, and what never is.
#include <gtest/gtest.h>

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
    /// A slow zoom, then, from frame kCut on, a still picture.
    void make(const std::string& name, const std::string& size, const std::string& codec) {
        path = folder.path() / name;
        const std::string graph =
            "mandelbrot=size=" + size + ":rate=30,trim=end_frame=" + std::to_string(kCut) +
            "[a];smptehdbars=size=" + size + ":rate=30,trim=end_frame=" + std::to_string(kFrames - kCut) +
            "[b];[a][b]concat,format=yuv420p";
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
    make("a.mp4", "640x360", kReordered);
    const std::vector<int> left_out = held(analysed(true));
    EXPECT_GT(left_out.size(), 30U);
    for (const int frame : left_out)
        EXPECT_EQ(frame % 2, 1) << "others refer to it";
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
