// Exact seeking: every frame of a clip carries its number, and the frame on screen at a time is known by
// construction.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <functional>
#include <ostream>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "media/analysis_reader.h"
#include "media/frame_reader.h"
#include "support/pattern_clip.h"
#include "support/process.h"

namespace beatsync::media {
namespace {

struct Case {
    std::string name;
    std::string file;
    std::string after;
    std::string before;
    std::function<double(int)> time_ms = [](int frame) { return frame * 1000.0 / 30; };
    double tolerance_ms = 0.01;
    int first = 0;                ///< number of the first frame shown
    int decoded_at_keyframe = 8;  ///< frames at most, until the one at a keyframe is there
    std::string copied{};         ///< with these options of ffmpeg, after it was made; empty = it is not
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
        {"open gop in ts", "a.ts", kX264 + "-g 10 " + kBFrames + ":open-gop=1", "", at_30, 0.02, 0, 20},
        {"intra refresh", "a.mp4", kX264 + "-g 20 -x264-params intra-refresh=1", "", at_30, 0.01, 0, 40},
        {"mkv", "a.mkv", kX264 + "-g 25 " + kBFrames, "", rounded_to_ms, 1.01},
        {"flv", "a.flv", kX264 + "-g 25 " + kBFrames, "", rounded_to_ms, 1.01},
        {"ts", "a.ts", kX264 + "-g 25 " + kBFrames, "", at_30, 0.02},
        {"fragmented", "a.mp4", kX264 + "-g 25 " + kBFrames + " -movflags frag_keyframe+empty_moov", "",
         at_30},
        {"vp9", "a.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 500k -g 20", "", rounded_to_ms,
         1.01},
        {"mpeg2 with b", "a.ts", "-c:v mpeg2video -q:v 3 -g 12 -bf 2", "", at_30, 0.02, 0, 20},
        {"mpeg2 program stream", "a.mpg", "-c:v mpeg2video -q:v 3 -g 12 -bf 2", "", at_30, 0.02, 0, 20},
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
        // The codec's header goes on to say that each frame lasts for as long as before.
        {"sped up by copying", "a.mp4", kX264 + "-g 25 " + kBFrames, "",
         [](int frame) { return frame * 1000.0 / 60; }, 0.01, 0, 8, "-itsscale 0.5"},
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
        if (GetParam().copied.empty()) return;
        const auto original = path;
        path = folder.path() / ("copied_" + GetParam().file);
        ASSERT_TRUE(test::run_command("ffmpeg -nostdin -v error " + GetParam().copied + " -i '" +
                                      original.string() + "' -c copy '" + path.string() + "'"));
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

    [[nodiscard]] std::vector<Time> times_of_all() const {
        FrameReader reader = open(path);
        std::vector<Time> at;
        while (true) {
            const auto frame = reader.next();
            if (!frame || !*frame) return at;
            at.push_back((*frame)->at);
        }
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
    const std::vector<Time> at = times_of_all();
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

/// Told where to stop, it gives the same frames up to there, and after it, if they are asked for after all.
TEST_P(Seek, StopsWhereItIsTold) {
    const std::vector<Time> at = times_of_all();
    ASSERT_EQ(at.size(), static_cast<std::size_t>(kFrames));
    const auto time_of = [&](int frame) { return at[static_cast<std::size_t>(frame)]; };
    const unsigned seed = 815;
    std::mt19937 random(seed);
    for (const int threads : {1, 3}) {
        FrameReader reader = open(path, threads);
        for (int k = 0; k < 24; ++k) {
            const auto first = static_cast<int>(random() % (kFrames - 20));
            const auto last = first + static_cast<int>(random() % 12);
            SCOPED_TRACE(testing::Message() << first << " to " << last << ", seed " << seed);
            const Time t = time_of(first);
            const Time stop = k % 2 == 0 ? time_of(last) : time_of(last + 1) - Time{1};
            ASSERT_TRUE(reader.seek(t));
            const bool late = k % 3 == 0;
            if (!late) reader.stop_after(stop);
            const int on = k % 4 == 0 ? 3 : 0;  // more than was said
            for (int i = first; i <= last + on; ++i) {
                const auto frame = reader.next();
                ASSERT_TRUE(frame && *frame);
                ASSERT_EQ(number_of(**frame), i);
                ASSERT_EQ((*frame)->at, time_of(i));
                ASSERT_LE((*frame)->until, time_of(i + 1));
                if (i == last) {
                    ASSERT_GT((*frame)->until, stop);
                }
                if (late && i == first) reader.stop_after(stop);
            }
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

/// Numbers of the frames that the ffprobe program finds keyframes to be, of those that are shown.
std::vector<int> keyframes_by_ffprobe(const std::filesystem::path& path, std::size_t count) {
    std::vector<std::pair<double, bool>> frames;
    std::istringstream lines(test::output_of(
        "ffprobe -v error -select_streams v:0 -of csv=p=0 -show_entries packet=pts_time,flags " +
        path.string()));
    for (std::string line; std::getline(lines, line);) {
        double at = 0;
        const bool hidden = line.find('D', line.find(',')) != std::string::npos;
        if (!hidden && std::sscanf(line.c_str(), "%lf,", &at) == 1)
            frames.emplace_back(at, line.find('K', line.find(',')) != std::string::npos);
    }
    std::sort(frames.begin(), frames.end());
    std::vector<int> numbers;
    if (frames.size() != count) return numbers;  // not every packet tells its time
    for (std::size_t i = 0; i < frames.size(); ++i)
        if (frames[i].second) numbers.push_back(static_cast<int>(i));
    return numbers;
}

TEST_P(Seek, KnowsKeyframesAndBeginsThere) {
    FrameReader::Options options;
    options.note_keyframes = true;
    auto whole = FrameReader::open(path, options);
    ASSERT_TRUE(whole);
    std::vector<Time> at;
    while (const auto frame = *whole->next())
        at.push_back(frame->at);
    const std::vector<Time> noted = whole->keyframes();
    std::vector<int> numbers;
    for (const Time keyframe : noted) {
        const auto found = std::lower_bound(at.begin(), at.end(), keyframe - Time{2});
        ASSERT_TRUE(found != at.end() && std::abs((*found - keyframe).us) <= 2) << keyframe.us;
        numbers.push_back(static_cast<int>(found - at.begin()));
    }
    const auto known = keyframes_by_ffprobe(path, at.size());
    EXPECT_TRUE(known.empty() || numbers == known) << testing::PrintToString(numbers);
    for (const int number : numbers) {
        FrameReader reader = open(path);
        const std::int64_t opened = reader.frames_decoded();
        // As a renderer does, and so far on that it seeks.
        const Time begin = at[static_cast<std::size_t>(number)];
        if (begin < Time::from_ms(400)) continue;
        ASSERT_TRUE(reader.seek(begin + Time::from_ms(1)));
        const auto frame = reader.next();
        ASSERT_TRUE(frame && *frame);
        EXPECT_EQ(number_of(**frame), number);
        // Those that are stored before the next one that is shown; a GOP more would be at least ten. A
        // demuxer without an index may come to the GOP before.
        EXPECT_LE(reader.frames_decoded() - opened, GetParam().decoded_at_keyframe) << "keyframe " << number;
    }
}

/// A piece of a second from a keyframe on, of a stream with three B-frames in a row.
TEST(FrameReader, DecodesLittleThatIsNotWanted) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.mp4";
    test::PatternClip clip;
    clip.frames = 100;
    clip.after = kX264 + "-g 30 " + kBFrames;
    ASSERT_TRUE(test::make_clip(clip, path));
    const auto decoded = [&](int last, bool told) {
        auto reader = FrameReader::open(path, {});
        const std::int64_t before = reader->frames_decoded();
        EXPECT_TRUE(reader->seek(Time{1'001'000}));
        const Time stop{(last * 1'000'000LL + 500'000) / 30};
        if (told) reader->stop_after(stop);
        while (true) {
            const auto frame = *reader->next();
            EXPECT_TRUE(frame);
            if (!frame || frame->until > stop) break;
        }
        return reader->frames_decoded() - before;
    };
    for (int last = 45; last < 49; ++last) {
        SCOPED_TRACE(last);
        const int shown = last - 30 + 1;
        // Stored before them are the two B-frames' neighbours that come after the last one shown.
        EXPECT_LE(decoded(last, true), shown + 2);
        EXPECT_LT(decoded(last, true), decoded(last, false));
    }
}

TEST(FrameReader, AFileThatIsGoneWhenItIsToBeOpenedAgainIsAnError) {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.gif";
    ASSERT_TRUE(test::run_command("ffmpeg -nostdin -v error -f lavfi -i testsrc=size=64x64:rate=10 -t 1 '" +
                                  path.string() + "'"));
    auto reader = FrameReader::open(path, {});
    ASSERT_TRUE(reader && *reader->next());
    std::filesystem::remove(path);
    EXPECT_FALSE(reader->seek(Time::from_ms(5000)));
    EXPECT_FALSE(reader->seek(Time{}));
    EXPECT_FALSE(reader->rest());
    const auto frame = reader->next();
    EXPECT_FALSE(frame && *frame);
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
