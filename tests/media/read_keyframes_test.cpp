// Which keyframes are kept, and that a reader which rested goes on as if nothing had been.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "media/analysis_reader.h"
#include "media/frame_reader.h"
#include "media/keyframes.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

std::vector<Time> of_ms(const std::vector<int>& ms) {
    std::vector<Time> times;
    for (const int t : ms)
        times.push_back(Time::from_ms(t));
    return times;
}

TEST(SparseKeyframes, AtMostFourASecondInOrder) {
    EXPECT_EQ(sparse_keyframes(of_ms({2000, 0, 100, 250, 400, 1000}), Time::from_ms(3000)),
              of_ms({0, 250, 1000, 2000}));
}

TEST(SparseKeyframes, NoneWhereDecodingBeginsAnywhere) {
    std::vector<Time> intra;
    for (int i = 0; i < 900; ++i)
        intra.push_back(Rate{30, 1}.time_of(i));
    EXPECT_TRUE(sparse_keyframes(intra, Rate{30, 1}.time_of(900)).empty());
    EXPECT_EQ(sparse_keyframes(intra, Time::from_ms(60'000)).size(), 113U) << "then none for half a minute";
    EXPECT_TRUE(sparse_keyframes({}, Time::from_ms(60'000)).empty());
}

TEST(SparseKeyframes, TheOnlyOneIsKept) {
    EXPECT_EQ(sparse_keyframes(of_ms({0}), Time::from_ms(60'000)), of_ms({0}));
    EXPECT_EQ(sparse_keyframes(of_ms({-700}), Time::from_ms(60'000)), of_ms({-700})) << "of an edit list";
}

class Keyframes : public testing::Test {
protected:
    void make(const std::string& name, const std::string& after) {
        test::PatternClip clip;
        clip.frames = 100;
        clip.after = after;
        path = folder.path() / name;
        ASSERT_TRUE(test::make_clip(clip, path));
    }

    [[nodiscard]] AnalysedMedia analysed() const {
        auto media = read_for_analysis(path, {}, {}, [](const PictureView&) {});
        EXPECT_TRUE(media);
        return *std::move(media);
    }

    static int number_of(const Frame& frame) {
        const AVFrame& f = *frame.picture;
        const auto mark = test::read_pattern({f.data[0], f.linesize[0], f.width, f.height});
        return mark ? mark->frame : -1;
    }

    test::TemporaryFolder folder;
    std::filesystem::path path;
};

TEST_F(Keyframes, AreNotedByTheAnalysis) {
    make("a.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -x264-params scenecut=0");
    EXPECT_EQ(analysed().keyframes, of_ms({0, 1000, 2000, 3000}));
    make("a.mov", "-c:v mjpeg -q:v 3 -pix_fmt yuvj420p");
    EXPECT_TRUE(analysed().keyframes.empty()) << "each picture is one";
    make("a.gif", "-vf scale=160:-1");
    EXPECT_TRUE(analysed().keyframes.empty()) << "it is played three times, and cannot be entered in between";
}

TEST_F(Keyframes, BeforeTheBeginningWhereAnEditListHidesThem) {
    make("whole.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -x264-params scenecut=0");
    path = folder.path() / "cut.mp4";
    ASSERT_TRUE(test::run_command("ffmpeg -v error -ss 1.5 -i " + (folder.path() / "whole.mp4").string() +
                                  " -c copy " + path.string()));
    EXPECT_EQ(analysed().keyframes, of_ms({-500, 500, 1500}));
}

TEST_F(Keyframes, AReaderThatRestedGoesOn) {
    make("a.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 30 -bf 2");
    auto reader = FrameReader::open(path, {});
    ASSERT_TRUE(reader);
    for (const int number : {70, 3, 45, 46, 0}) {
        ASSERT_TRUE(reader->rest());
        const auto nothing = reader->next();
        ASSERT_TRUE(nothing);
        EXPECT_FALSE(*nothing) << "before it is sought";
        ASSERT_TRUE(reader->seek(Rate{30, 1}.time_of(number)));
        for (int i = number; i < number + 3; ++i) {
            const auto frame = reader->next();
            ASSERT_TRUE(frame && *frame);
            EXPECT_EQ(number_of(**frame), i);
        }
    }
}

/// What no other frame is predicted from is not decoded on the way to an in-point.
TEST_F(Keyframes, OnTheWayFramesAreLeftOut) {
    make("a.mp4",
         "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 90 -bf 2 -x264-params "
         "b-adapt=0:scenecut=0:b-pyramid=none");
    auto reader = FrameReader::open(path, {});
    ASSERT_TRUE(reader);
    const std::int64_t opened = reader->frames_decoded();
    ASSERT_TRUE(reader->seek(Rate{30, 1}.time_of(81)));
    const auto frame = reader->next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ(number_of(**frame), 81);
    // Of 81 before it a third is predicted from; and some around it.
    EXPECT_LE(reader->frames_decoded() - opened, 27 + 10);
    EXPECT_GE(reader->frames_decoded() - opened, 27);
}

/// A frame that is on screen for long: what comes between may have been left out, but is shown.
TEST_F(Keyframes, LeavingOutIsNeverSeen) {
    for (const char* drop : {"lt(n,40)+gte(n,52)", "not(mod(n,9))+lt(n,20)", "not(mod(n+n*n,5))"}) {
        make("a.mp4", std::string("-vf \"select='") + drop +
                          "'\" -vsync vfr -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 60 -bf 3 "
                          "-x264-params b-adapt=0:scenecut=0");
        auto all = FrameReader::open(path, {});
        ASSERT_TRUE(all);
        std::vector<std::pair<Time, int>> frames;
        while (const auto frame = *all->next())
            frames.emplace_back(frame->at, number_of(*frame));
        ASSERT_GT(frames.size(), 5U);
        for (std::size_t i = frames.size(); i-- > 1;) {
            auto reader = FrameReader::open(path, {});
            ASSERT_TRUE(reader->seek(frames.back().first));  // so that frames are not counted any more
            ASSERT_TRUE(reader->seek(frames[i].first - Time{1}));
            const auto frame = reader->next();
            ASSERT_TRUE(frame && *frame);
            EXPECT_EQ(number_of(**frame), frames[i - 1].second) << drop << " " << i;
        }
    }
}

}  // namespace
}  // namespace beatsync::media
