// Exact seeking: every frame of a clip carries its number, and the frame on screen at a time is known by
// construction.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "media/frame_reader.h"
#include "support/pattern_clip.h"

namespace beatsync::media {
namespace {

struct Case {
    std::string name;
    std::string file;
    std::string after;
    std::string before;
    std::function<double(int)> time_ms = [](int frame) { return frame * 1000.0 / 30; };
    double tolerance_ms = 0.01;
    int first = 0;  ///< number of the first frame shown
};

void PrintTo(const Case& c, std::ostream* os) {
    *os << c.name;
}

const std::string kX264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
const std::string kBFrames = "-bf 3 -x264-params b-adapt=0:scenecut=0:b-pyramid=normal";

std::vector<Case> cases() {
    const auto at_30 = [](int frame) { return frame * 1000.0 / 30; };
    const auto rounded_to_ms = [](int frame) { return std::round(frame * 1000.0 / 30); };
    return {
        {"intra only", "a.mov", "-c:v mjpeg -q:v 3 -pix_fmt yuvj420p", "", at_30},
        {"short gop", "a.mp4", kX264 + "-g 12 " + kBFrames, "", at_30},
        {"one gop", "a.mp4", kX264 + "-g 9999 " + kBFrames, "", at_30},
        {"open gop", "a.mp4", kX264 + "-g 10 " + kBFrames + ":open-gop=1", "", at_30},
        {"open gop in ts", "a.ts", kX264 + "-g 10 " + kBFrames + ":open-gop=1", "", at_30, 0.02},
        {"intra refresh", "a.mp4", kX264 + "-g 20 -x264-params intra-refresh=1", "", at_30},
        {"mkv", "a.mkv", kX264 + "-g 25 " + kBFrames, "", rounded_to_ms, 1.01},
        {"flv", "a.flv", kX264 + "-g 25 " + kBFrames, "", rounded_to_ms, 1.01},
        {"ts", "a.ts", kX264 + "-g 25 " + kBFrames, "", at_30, 0.02},
        {"fragmented", "a.mp4", kX264 + "-g 25 " + kBFrames + " -movflags frag_keyframe+empty_moov", "",
         at_30},
        {"vp9", "a.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 500k -g 20", "", rounded_to_ms,
         1.01},
        {"mpeg2 with b", "a.ts", "-c:v mpeg2video -q:v 3 -g 12 -bf 2", "", at_30, 0.02},
        {"mpeg2 program stream", "a.mpg", "-c:v mpeg2video -q:v 3 -g 12 -bf 2", "", at_30, 0.02},
        {"mpeg4 with b in avi", "a.avi", "-c:v mpeg4 -q:v 3 -g 12 -bf 2", "", at_30},
        {"mpeg4 without b in avi", "a.avi", "-c:v mpeg4 -q:v 3 -g 12", "", at_30},
        {"h264 in avi", "a.avi", kX264 + "-g 12 -bf 0", "", at_30},
        {"hevc", "a.mp4",
         "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=20:open-gop=1:bframes=3", "",
         at_30},
        {"late start", "a.ts", kX264 + "-g 25 " + kBFrames + " -output_ts_offset 7.5", "", at_30, 0.02},
        {"late start in mkv", "a.mkv", kX264 + "-g 25 " + kBFrames + " -output_ts_offset 3", "",
         rounded_to_ms, 1.01},
        {"interlaced flag off", "a.mp4", kX264 + "-g 12 -bf 2 -flags +ilme -x264-params interlaced=0", "",
         at_30},
        {"vfr", "a.mp4",
         kX264 + "-g 15 " + kBFrames +
             " -vf 'settb=1/1000,setpts=(N*33+mod(N*7\\,11)*2)/1000/TB' -vsync passthrough -enc_time_base "
             "1/1000 "
             "-video_track_timescale 90000",
         "", [](int n) { return n * 33.0 + n * 7 % 11 * 2; }, 1.01},
        {"vfr in mkv", "a.mkv",
         kX264 + "-g 15 -vf 'settb=1/1000,setpts=(N*33+mod(N*7\\,11)*2)/1000/TB' -vsync passthrough "
                 "-enc_time_base 1/1000",
         "", [](int n) { return n * 33.0 + n * 7 % 11 * 2; }, 1.01},
    };
}

class Seek : public testing::TestWithParam<Case> {
protected:
    static constexpr int kFrames = 100;

    void SetUp() override {
        test::PatternClip clip;
        clip.frames = kFrames;
        clip.width = 192;
        clip.height = 128;
        clip.before = GetParam().before;
        clip.after = GetParam().after;
        path = folder.path() / GetParam().file;
        ASSERT_TRUE(test::make_clip(clip, path));
    }

    static int number_of(const Frame& frame) {
        const AVFrame& f = *frame.picture;
        const auto mark = test::read_pattern({f.data[0], f.linesize[0], f.width, f.height});
        return mark ? mark->frame : -1;
    }

    static FrameReader open(const std::filesystem::path& path, int threads = 1) {
        FrameReader::Options options;
        options.threads = threads;
        auto reader = FrameReader::open(path, options);
        EXPECT_TRUE(reader) << describe(reader.error());
        return *std::move(reader);
    }

    test::TemporaryFolder folder;
    std::filesystem::path path;
};

TEST_P(Seek, ReadsEveryFrameAtItsTime) {
    for (const int threads : {1, 3}) {
        FrameReader reader = open(path, threads);
        Time end;
        for (int i = 0; i < kFrames; ++i) {
            const auto frame = reader.next();
            ASSERT_TRUE(frame && *frame) << "frame " << i;
            ASSERT_EQ(number_of(**frame), i);
            ASSERT_EQ((*frame)->index, i);
            ASSERT_NEAR(static_cast<double>((*frame)->at.us) / 1000, GetParam().time_ms(i),
                        GetParam().tolerance_ms);
            ASSERT_TRUE(i == 0 || (*frame)->at == end) << "a frame ends where the next begins";
            end = (*frame)->until;
        }
        const auto after = reader.next();
        ASSERT_TRUE(after);
        EXPECT_FALSE(*after);
    }
}

TEST_P(Seek, GivesTheFrameOnScreen) {
    FrameReader reader = open(path);
    std::vector<Time> at;
    while (true) {
        const auto frame = reader.next();
        if (!frame || !*frame) break;
        at.push_back((*frame)->at);
    }
    ASSERT_EQ(at.size(), static_cast<std::size_t>(kFrames));
    const unsigned seed = 4711;
    std::mt19937 random(seed);
    for (int k = 0; k < 60; ++k) {
        const auto i = static_cast<int>(random() % kFrames);
        const Time begin = at[static_cast<std::size_t>(i)];
        const Time next = i + 1 < kFrames ? at[static_cast<std::size_t>(i + 1)] : begin + Time::from_ms(20);
        // Its first microsecond, its last, or one between.
        const Time t = k % 3 == 0 ? begin : k % 3 == 1 ? next - Time{1} : Time{(begin.us + next.us) / 2};
        ASSERT_TRUE(reader.seek(t));
        for (int j = i; j < std::min(i + 2, kFrames); ++j) {
            const auto frame = reader.next();
            ASSERT_TRUE(frame && *frame) << "seek " << k << " to " << t.us << ", seed " << seed;
            ASSERT_EQ(number_of(**frame), j) << "seek " << k << " to " << t.us << ", seed " << seed;
            ASSERT_EQ((*frame)->at, at[static_cast<std::size_t>(j)]);
        }
    }
}

TEST_P(Seek, BeforeTheStartAndAfterTheEnd) {
    FrameReader reader = open(path);
    ASSERT_TRUE(reader.seek(Time{3'600'000'000}));
    auto frame = reader.next();
    ASSERT_TRUE(frame);
    EXPECT_FALSE(*frame);
    ASSERT_TRUE(reader.seek(Time{-5'000'000}));
    frame = reader.next();
    ASSERT_TRUE(frame && *frame);
    EXPECT_EQ(number_of(**frame), 0);
    EXPECT_EQ((*frame)->at, Time{});
}

INSTANTIATE_TEST_SUITE_P(Formats, Seek, testing::ValuesIn(cases()), [](const auto& test) {
    std::string name = test.param.name;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; },
        '_');
    return name;
});

}  // namespace
}  // namespace beatsync::media
