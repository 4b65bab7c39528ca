#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "render/renderer.h"
#include "support/pattern_clip.h"
#include "support/process.h"

namespace beatsync::render {
namespace {

namespace fs = std::filesystem;
using test::Mark;
using test::output_of;

constexpr Rate kFps{30, 1};
constexpr int kWidth = 320;
constexpr int kHeight = 180;
const std::string kColours =
    " -pix_fmt yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv";

struct Lines final : LogSink {
    void write(LogLevel, std::string_view line) override {
        const std::lock_guard lock(mutex);
        all += std::string(line) + "\n";
    }
    std::mutex mutex;
    std::string all;
};

/// Calls something when rendering begins.
struct AtFirstFrame final : ProgressSink {
    void update(std::string_view stage, double) override {
        if (stage == "render" && !done.exchange(true)) act();
    }
    std::function<void()> act;
    std::atomic<bool> done = false;
};

class SmartRender : public ::testing::Test {
protected:
    [[nodiscard]] fs::path file(const std::string& name) const { return folder_.path() / name; }

    void clip(const std::string& name, int number, int frames, const std::string& coding,
              const std::string& rate = "30") const {
        test::PatternClip c;
        c.clip = number;
        c.frames = frames;
        c.rate = rate;
        c.width = kWidth;
        c.height = kHeight;
        c.after = "-c:v libx264 -preset veryfast" + kColours + " " + coding;
        ASSERT_TRUE(test::make_clip(c, file(name)));
    }

    void show(const std::string& source, std::int64_t first, std::int64_t frames) {
        auto& segments = draft_.tracks[0].segments;
        draft::Segment s;
        const std::int64_t begin = segments.empty() ? 0 : segments.back().frames.end;
        s.frames = {begin, begin + frames};
        s.source = source;
        s.in = kFps.time_of(first);
        segments.push_back(s);
    }

    Result<RenderReport> run(ProgressSink* progress = nullptr, std::stop_token stop = {}) {
        options_.source_folder = folder_.path();
        options_.threads = 2;
        options_.smart = true;
        return render(draft_, file("out.mp4"), options_, {&lines_, progress, std::move(stop)});
    }

    [[nodiscard]] std::vector<std::optional<Mark>> marks() const {
        const std::string raw = output_of("ffmpeg -nostdin -v error -i " + file("out.mp4").string() +
                                          " -map 0:v -pix_fmt gray -f rawvideo -");
        constexpr std::size_t kSize = std::size_t{kWidth} * kHeight;
        std::vector<std::optional<Mark>> all;
        for (std::size_t at = 0; at + kSize <= raw.size(); at += kSize)
            all.push_back(test::read_pattern(
                {reinterpret_cast<const std::uint8_t*>(raw.data() + at), kWidth, kWidth, kHeight}));
        return all;
    }

    /// As the draft says, each segment on from its first frame.
    [[nodiscard]] std::vector<std::optional<Mark>> wanted(const std::map<std::string, int>& numbers) const {
        std::vector<std::optional<Mark>> all;
        for (const draft::Segment& s : draft_.tracks[0].segments)
            for (std::int64_t f = 0; f < s.frames.length(); ++f)
                all.push_back(Mark{numbers.at(s.source), static_cast<int>(kFps.nearest_index(s.in) + f)});
        return all;
    }

    /// What strict decoders and a check of the syntax complain about.
    [[nodiscard]] std::string complaints(const std::string& name = "out.mp4") const {
        const std::string read =
            "ffmpeg -nostdin -v warning -xerror -err_detect explode -i " + file(name).string();
        // Of any High profile in MP4 FFmpeg 5 says that it does not know the end of its header.
        return output_of(read + " -f null - 2>&1") +
               output_of(read +
                         " -map 0:v -c copy -bsf:v trace_headers -f null - 2>&1 | "
                         "grep -v 'bytes left at end of AVCC header' || true");
    }

    /// Times of the packets in frames, in the order of decoding.
    struct Stamps {
        std::vector<double> pts;
        std::vector<double> dts;
    };
    [[nodiscard]] Stamps stamps() const {
        std::istringstream lines(
            output_of("ffprobe -v error -select_streams v -show_entries "
                      "packet=pts,dts -of csv=p=0 " +
                      file("out.mp4").string()));
        const double unit = 15360.0 / 30;  // of the track's time scale
        Stamps all;
        char comma = 0;
        for (double pts = 0, dts = 0; lines >> pts >> comma >> dts; lines.ignore(100, '\n')) {
            all.pts.push_back(pts / unit);
            all.dts.push_back(dts / unit);
        }
        return all;
    }

    void expect_frames_on_the_grid() const {
        Stamps got = stamps();
        const auto frames = static_cast<std::size_t>(draft_.length_frames());
        ASSERT_EQ(got.pts.size(), frames);
        for (std::size_t i = 0; i < frames; ++i) {
            EXPECT_LE(got.dts[i], got.pts[i]) << i;
            EXPECT_EQ(got.dts[i], got.dts[0] + static_cast<double>(i));
        }
        std::sort(got.pts.begin(), got.pts.end());
        for (std::size_t i = 0; i < frames; ++i)
            EXPECT_EQ(got.pts[i], static_cast<double>(i));
    }

    test::TemporaryFolder folder_;
    draft::Draft draft_ = [] {
        draft::Draft d;
        d.canvas = {kWidth, kHeight, kFps};
        d.tracks.resize(1);
        return d;
    }();
    RenderOptions options_;
    Lines lines_;
};

TEST_F(SmartRender, ShowsTheSameFramesWhateverTheSourcesAreCodedAs) {
    clip("a.mp4", 1, 150, "-g 20 -bf 3");
    clip("b.mov", 2, 150, "-g 250 -bf 2 -x264-params b-pyramid=strict:scenecut=0");
    clip("c.mkv", 3, 150, "-g 30 -bf 0 -profile:v main");
    clip("d.ts", 4, 150, "-g 25 -refs 5 -x264-params slices=3:cabac=0");
    clip("e.mp4", 5, 150, "-g 20 -profile:v baseline");
    show("a.mp4", 7, 90);  // mid-group
    show("b.mov", 0, 75);  // a group cut short
    show("c.mkv", 11, 60);
    show("d.ts", 30, 70);
    show("e.mp4", 3, 44);
    show("a.mp4", 60, 61);   // the first again, on a keyframe
    show("a.mp4", 121, 20);  // goes on
    const auto report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(report->frames_copied, 250) << lines_.all;
    EXPECT_LT(report->frames_copied, 420);
    EXPECT_EQ(complaints(), "");
    EXPECT_EQ(marks(), wanted({{"a.mp4", 1}, {"b.mov", 2}, {"c.mkv", 3}, {"d.ts", 4}, {"e.mp4", 5}}));
    expect_frames_on_the_grid();
}

TEST_F(SmartRender, CopiesAllWhereAllBeginsOnKeyframes) {
    clip("a.mp4", 1, 120, "-g 40 -bf 3");
    show("a.mp4", 40, 40);
    show("a.mp4", 0, 40);
    const auto report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->frames_copied, 80);
    EXPECT_EQ(report->frames_decoded, 0);
    EXPECT_EQ(complaints(), "");
    EXPECT_EQ(marks(), wanted({{"a.mp4", 1}}));
    expect_frames_on_the_grid();
}

/// What the encoder still holds when a run begins comes before it, and the sound beside it.
TEST_F(SmartRender, SoundAndCopiedPicturesLieBesideEachOther) {
    clip("a.mp4", 1, 700, "-g 30 -sc_threshold 0");
    show("a.mp4", 15, 45);
    show("a.mp4", 60, 600);
    const auto report = run();
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_GT(report->frames_copied, 500);
    EXPECT_EQ(marks(), wanted({{"a.mp4", 1}}));
    EXPECT_EQ(complaints(), "");
    expect_frames_on_the_grid();
    std::istringstream lines(
        output_of("ffprobe -v error -show_entries packet=codec_type,dts_time,pos -of csv=p=0 " +
                  file("out.mp4").string() + " | sort -t, -k3 -n"));
    std::map<std::string, double> at;
    for (std::string line; std::getline(lines, line);) {
        const auto comma = line.find(',');
        if (comma == std::string::npos) continue;  // of data beside a packet
        at[line.substr(0, comma)] = std::stod(line.substr(comma + 1));
        EXPECT_LT(std::abs(at["audio"] - at["video"]), 2) << line;
    }
    EXPECT_GT(at["audio"], 20);
}

TEST_F(SmartRender, WhatIsBetweenTitlesIsCopied) {
    clip("a.mp4", 1, 300, "-g 20 -sc_threshold 0");
    show("a.mp4", 17, 270);
    draft::Track& titles = draft_.tracks.emplace_back();
    titles.kind = draft::TrackKind::text;
    for (const std::int64_t at : {70, 150, 200}) {
        draft::Segment gap;
        gap.frames = {titles.segments.empty() ? 0 : titles.segments.back().frames.end, at};
        titles.segments.push_back(gap);
        draft::Segment title;
        title.frames = {at, at + 10};
        title.text = ".";
        titles.segments.push_back(title);
    }
    const auto report = run();
    ASSERT_TRUE(report) << describe(report.error());
    // Whole groups of 20: of frames 3 to 70, 80 to 150, 160 to 200 and 210 to 270.
    EXPECT_GE(report->frames_copied, 60 + 60 + 20 + 40);
    EXPECT_EQ(marks(), wanted({{"a.mp4", 1}}));
    EXPECT_EQ(complaints(), "");
    expect_frames_on_the_grid();
}

TEST_F(SmartRender, AnOpenGroupIsNotCutInto) {
    clip("a.mkv", 1, 150, "-g 24 -bf 3 -x264-params open-gop=1:scenecut=0");
    show("a.mkv", 10, 100);
    auto report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->frames_copied, 0);
    EXPECT_THAT(lines_.all, ::testing::HasSubstr("closed group"));
    EXPECT_EQ(marks(), wanted({{"a.mkv", 1}}));
    draft_.tracks[0].segments.clear();
    show("a.mkv", 0, 100);
    options_.overwrite = true;
    report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(report->frames_copied, 80);
    EXPECT_EQ(complaints(), "");
    EXPECT_EQ(marks(), wanted({{"a.mkv", 1}}));
}

TEST_F(SmartRender, NeighbouringKeyframesGetDifferentNumbers) {
    clip("a.mp4", 1, 100, "-g 1");
    show("a.mp4", 3, 31);  // odd: x264 numbers 0, 1, 0 …
    show("a.mp4", 40, 31);
    show("a.mp4", 3, 31);
    const auto report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->frames_copied, 93);
    EXPECT_EQ(complaints(), "");
    EXPECT_EQ(marks(), wanted({{"a.mp4", 1}}));
    std::istringstream numbers(output_of("ffmpeg -nostdin -v verbose -i " + file("out.mp4").string() +
                                         " -map 0:v -c copy -bsf:v trace_headers -f null - 2>&1 | grep "
                                         "idr_pic_id | sed 's/.*= *//'"));
    int last = -1;
    int count = 0;
    for (int number = 0; numbers >> number; ++count) {
        EXPECT_NE(number, last) << count;
        last = number;
    }
    EXPECT_GE(count, 93);
}

TEST_F(SmartRender, TimesThatAreNotOnTheGridAreEncoded) {
    clip("slow.mp4", 1, 100, "-g 10", "25");
    show("slow.mp4", 0, 60);
    const auto report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->frames_copied, 0);
    EXPECT_THAT(lines_.all, ::testing::HasSubstr("25 frames a second, not 30"));
}

TEST_F(SmartRender, SaysOnceWhyNothingIsCopied) {
    const auto said = [&](const std::string& name, const std::string& coding) {
        clip(name, 1, 60, coding);
        draft_.tracks[0].segments.clear();
        show(name, 0, 30);
        show(name, 20, 30);
        options_.overwrite = true;
        lines_.all.clear();
        const auto report = run();
        EXPECT_TRUE(report && report->frames_copied == 0) << name;
        EXPECT_EQ(std::count(lines_.all.begin(), lines_.all.end(), '\n'), 1);
        return lines_.all;
    };
    EXPECT_THAT(said("size.mp4", "-vf scale=640:360"), ::testing::HasSubstr("640x360"));
    EXPECT_THAT(said("sar.mp4", "-vf setsar=4/3"), ::testing::HasSubstr("square"));
    EXPECT_THAT(said("field.mp4", "-flags +ildct+ilme -x264-params tff=1"),
                ::testing::HasSubstr("interlaced"));
    EXPECT_THAT(said("range.mp4", "-pix_fmt yuvj420p -color_range pc"), ::testing::HasSubstr("range"));
    EXPECT_THAT(said("chroma.mp4", "-pix_fmt yuv422p"), ::testing::HasSubstr("yuv"));
    EXPECT_THAT(said("codec.mp4", "-c:v mpeg4"), ::testing::HasSubstr("mpeg4"));
}

void damage(const fs::path& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(0, std::ios::end);
    const auto size = static_cast<long>(file.tellg());
    for (long at = size * 2 / 5; at < size * 3 / 5; at += 211) {
        file.seekp(at);
        file.put('\x5A');
    }
}

TEST_F(SmartRender, DamageIsNotCopied) {
    // Noise, so that what is damaged are the pictures.
    clip("a.mkv", 1, 120, "-g 15 -bf 0 -vf noise=alls=20:allf=t -f matroska");
    damage(file("a.mkv"));
    show("a.mkv", 0, 119);
    const auto report = run();
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(report->frames_copied, 30);
    EXPECT_LT(report->frames_copied, 100);
    EXPECT_EQ(complaints(), "");
    options_.known_whole = [](const fs::path&) { return true; };
    options_.overwrite = true;
    const auto trusting = run();
    ASSERT_TRUE(trusting) << trusting.error().message;
    EXPECT_GT(trusting->frames_copied, report->frames_copied);
    EXPECT_NE(complaints(), "");
}

TEST_F(SmartRender, OnlyWhatIsKnownToBeWholeIsNotLookedAt) {
    clip("a.mkv", 1, 120, "-g 15 -bf 0 -vf noise=alls=20:allf=t -f matroska");
    damage(file("a.mkv"));
    fs::copy(file("a.mkv"), file("b.mkv"));
    const auto copied = [&](const std::string& source) {
        draft_.tracks[0].segments.clear();
        show(source, 0, 60);
        show(source, 60, 59);
        std::vector<fs::path> asked;
        options_.known_whole = [&](const fs::path& path) {
            asked.push_back(path);
            return path == file("a.mkv");
        };
        options_.overwrite = true;
        const auto report = run();
        EXPECT_TRUE(report) << report.error().message;
        EXPECT_THAT(asked, ::testing::ElementsAre(file(source))) << "once";
        return report ? report->frames_copied : -1;
    };
    EXPECT_GT(copied("a.mkv"), copied("b.mkv")) << "it was told otherwise, and so does not see the damage";
}

TEST_F(SmartRender, ASourceThatChangesMeanwhileIsEncoded) {
    clip("a.mp4", 1, 60, "-g 60");
    clip("b.mp4", 2, 120, "-g 30");
    clip("other.mp4", 2, 120, "-g 17 -vf setpts=N+1", "30000/1001");
    show("a.mp4", 5, 50);  // encoded
    show("b.mp4", 30, 60);
    AtFirstFrame change;
    change.act = [&] { fs::rename(file("other.mp4"), file("b.mp4")); };
    const auto report = run(&change);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->frames_copied, 0);
    EXPECT_THAT(lines_.all, ::testing::HasSubstr("copying failed"));
    EXPECT_EQ(complaints(), "");
    EXPECT_EQ(marks().size(), 110U);
}

TEST_F(SmartRender, BrokenOffItLeavesNothing) {
    clip("a.mp4", 1, 60, "-g 30");
    show("a.mp4", 0, 60);
    std::stop_source stop;
    AtFirstFrame request;
    request.act = [&] { stop.request_stop(); };
    const auto report = run(&request, stop.get_token());
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, Errc::cancelled);
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path()))
        names.push_back(entry.path().filename().string());
    EXPECT_THAT(names, ::testing::ElementsAre("a.mp4"));
}

}  // namespace
}  // namespace beatsync::render
