#include <ebur128.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <numbers>
#include <string>
#include <vector>

#include "render/renderer.h"
#include "support/pattern_clip.h"
#include "support/process.h"
#include "wav.h"

namespace beatsync::render {
namespace {

namespace fs = std::filesystem;
using test::Mark;
using test::output_of;

class Render : public ::testing::Test {
protected:
    [[nodiscard]] fs::path file(const std::string& name) const { return folder_.path() / name; }

    void clip(const std::string& name, int number, int frames, int turn_degrees = 0) const {
        test::PatternClip c;
        c.clip = number;
        c.frames = frames;
        c.turn_degrees = turn_degrees;
        ASSERT_TRUE(test::make_clip(c, file(name)));
        if (turn_degrees != 0) {
            ASSERT_TRUE(test::patch_display_matrix(file(name), turn_degrees, false));
        }
    }

    [[nodiscard]] static draft::Draft empty_draft(int width = 320, int height = 180) {
        draft::Draft d;
        d.canvas = {width, height, {30, 1}};
        d.tracks.resize(2);
        d.tracks[1].kind = draft::TrackKind::audio;
        return d;
    }

    static void add(draft::Track& track, const std::string& source, std::int64_t frames, Time in) {
        draft::Segment s;
        const std::int64_t begin = track.segments.empty() ? 0 : track.segments.back().frames.end;
        s.frames = {begin, begin + frames};
        s.source = source;
        s.in = in;
        track.segments.push_back(s);
    }

    Result<RenderReport> run(const draft::Draft& d, const RunContext& context = {},
                             const std::string& name = "out.mp4",
                             media::Quality quality = media::Quality::draft) const {
        RenderOptions o;
        o.quality = quality;
        o.source_folder = folder_.path();
        o.threads = 2;
        return render(d, file(name), o, context);
    }

    /// What each frame of the output says, decoded by the ffmpeg program.
    [[nodiscard]] std::vector<std::optional<Mark>> marks(int width, int height,
                                                         std::optional<test::PatternArea> area = {}) const {
        const std::string raw = output_of("ffmpeg -nostdin -v error -i " + file("out.mp4").string() +
                                          " -map 0:v -pix_fmt gray -f rawvideo -");
        const auto size = static_cast<std::size_t>(width * height);
        std::vector<std::optional<Mark>> all;
        for (std::size_t at = 0; at + size <= raw.size(); at += size) {
            const PlaneView plane{reinterpret_cast<const std::uint8_t*>(raw.data() + at), width, width,
                                  height};
            all.push_back(area ? test::read_pattern(plane, *area) : test::read_pattern(plane));
        }
        return all;
    }

    [[nodiscard]] std::vector<float> sound(const std::string& name = "out.mp4") const {
        const std::string raw = output_of("ffmpeg -nostdin -v error -i " + file(name).string() +
                                          " -map 0:a -ar 48000 -ac 2 -f f32le -");
        std::vector<float> samples(raw.size() / sizeof(float));
        std::memcpy(samples.data(), raw.data(), samples.size() * sizeof(float));
        return samples;
    }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& e : fs::directory_iterator(folder_.path()))
            all.push_back(e.path().filename().string());
        return all;
    }

    test::TemporaryFolder folder_;
};

TEST_F(Render, ShowsExactlyTheFramesOfTheDraft) {
    clip("a.mp4", 7, 90);
    clip("b.mkv", 9, 90);
    draft::Draft d = empty_draft();
    const Rate fps = d.canvas.fps;
    add(d.tracks[0], "a.mp4", 20, fps.time_of(31));
    add(d.tracks[0], "b.mkv", 13, fps.time_of(5));
    add(d.tracks[0], "a.mp4", 17, fps.time_of(3));
    add(d.tracks[0], "a.mp4", 9, fps.time_of(20));  // goes on
    add(d.tracks[0], "", 4, {});
    const auto report = run(d);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->frames, 63);
    EXPECT_THAT(report->notes, ::testing::IsEmpty());
    std::vector<std::optional<Mark>> want;
    for (int i = 0; i < 20; ++i)
        want.push_back(Mark{7, 31 + i});
    for (int i = 0; i < 13; ++i)
        want.push_back(Mark{9, 5 + i});
    for (int i = 0; i < 26; ++i)
        want.push_back(Mark{7, 3 + i});
    for (int i = 0; i < 4; ++i)
        want.push_back(std::nullopt);
    EXPECT_EQ(marks(320, 180), want);
}

TEST_F(Render, WhatStaysBlackIsNamed) {
    clip("a.mp4", 7, 90);
    std::vector<float> silence(48000 * 4, 0.0F);
    test::write_wav(file("song.wav"), silence);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "a.mp4", 45, {});
    add(d.tracks[1], "song.wav", 60, {});
    auto report = run(d);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_THAT(
        report->notes,
        ::testing::ElementsAre("the pictures end at 0:01.500: black until 0:02.000, the end of the sound"));
    d.tracks[0].segments.clear();
    report = run(d, {}, "black.mp4");
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_THAT(report->notes, ::testing::ElementsAre("no clip in the draft: all of it is black"));
}

TEST_F(Render, RotatedClipIsUprightAndCroppedInTheMiddle) {
    clip("r.mp4", 3, 30, 90);
    draft::Draft d = empty_draft(180, 320);
    add(d.tracks[0], "r.mp4", 12, {});
    ASSERT_TRUE(run(d));
    // The crop is 180 high and 101.25 wide, enlarged to 320.
    const double scale = 320.0 / 180;
    const double side = test::pattern_area(320, 180).side * scale;
    const auto got = marks(180, 320, test::PatternArea{90 - side / 2, 160 - side / 2, side});
    ASSERT_EQ(got.size(), 12U);
    for (int i = 0; i < 12; ++i)
        EXPECT_EQ(got[static_cast<std::size_t>(i)], (Mark{3, i}));
}

TEST_F(Render, AShortAnimationFillsALongerPiece) {
    for (const auto& [name, options] :
         {std::pair<std::string, std::string>("a.gif", "-loop 0"),
          std::pair<std::string, std::string>("a.webp", "-c:v libwebp_anim -lossless 1 -loop 0")}) {
        test::PatternClip c;
        c.clip = 5;
        c.frames = 6;
        c.rate = "10";
        c.after = options;
        ASSERT_TRUE(test::make_clip(c, file(name)));
        fs::remove(file("out.mp4"));
        draft::Draft d = empty_draft();
        add(d.tracks[0], name, 60, Time::from_ms(200));
        const auto report = run(d);
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_THAT(report->notes, ::testing::IsEmpty());
        std::vector<std::optional<Mark>> want;
        for (int i = 0; i < 60; ++i)
            want.push_back(Mark{5, (2 + i / 3) % 6});
        EXPECT_EQ(marks(320, 180), want) << name;
    }
}

/// Where the white square of a picture is, decoded by the ffmpeg program: the mean column of what is bright.
std::vector<double> bright_columns(const std::string& raw, int width, int height) {
    std::vector<double> columns;
    const auto size = static_cast<std::size_t>(width * height);
    for (std::size_t at = 0; at + size <= raw.size(); at += size) {
        double sum = 0;
        double count = 0;
        for (std::size_t i = 0; i < size; ++i) {
            if (static_cast<unsigned char>(raw[at + i]) < 128) continue;
            sum += static_cast<double>(i % static_cast<std::size_t>(width)) + 0.5;
            ++count;
        }
        columns.push_back(count > 0 ? sum / count : -1);
    }
    return columns;
}

TEST_F(Render, ACropStandsWhereItsFocusIsAndAStillMovesTowardsIts) {
    // A white square, its middle at 80 of 640.
    const std::string square = "-f lavfi -i color=black:s=640x360:d=2:r=30,drawbox=60:160:40:40:white:fill ";
    ASSERT_TRUE(test::run_command("ffmpeg -v error -nostdin " + square + "-c:v libx264 -pix_fmt yuv420p " +
                                  file("a.mp4").string()));
    ASSERT_TRUE(
        test::run_command("ffmpeg -v error -nostdin " + square + "-frames:v 1 " + file("a.png").string()));
    draft::Draft d = empty_draft(180, 320);
    add(d.tracks[0], "a.mp4", 30, {});
    add(d.tracks[0], "a.png", 30, {});
    d.tracks[0].segments[0].framing.focus_x = 0;
    d.tracks[0].segments[1].still = true;
    d.tracks[0].segments[1].framing.focus_x = 0;
    d.tracks[0].segments[1].framing.to = {1.12, 0.446, 0.5};
    ASSERT_TRUE(run(d));
    const auto columns = bright_columns(output_of("ffmpeg -nostdin -v error -i " + file("out.mp4").string() +
                                                  " -map 0:v -pix_fmt gray -f rawvideo -"),
                                        180, 320);
    ASSERT_EQ(columns.size(), 60U);
    const double at = 80.0 * 320 / 360;
    for (std::size_t i = 0; i < 30; ++i)
        EXPECT_NEAR(columns[i], at, 0.6) << i;
    // Closer to the left edge's 0.446: from 71.1 to 1.12 times its distance from the window's edge.
    EXPECT_NEAR(columns[30], at, 0.6);
    const double end = (at - (0.446 - 0.5 / 1.12) * 180) * 1.12;
    EXPECT_NEAR(columns[59], end, 0.8);
    for (std::size_t i = 31; i < 60; ++i)
        EXPECT_GT(columns[i], columns[i - 1] - 0.2) << "it moves one way, slowly";
}

TEST_F(Render, SourceThatBreaksOffIsHeldAndSaid) {
    clip("whole.mkv", 5, 120);
    const auto bytes = fs::file_size(file("whole.mkv"));
    fs::resize_file(file("whole.mkv"), bytes / 2);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "whole.mkv", 120, {});
    const auto report = run(d);
    ASSERT_TRUE(report) << report.error().message;
    ASSERT_EQ(report->notes.size(), 1U);
    EXPECT_THAT(report->notes[0], ::testing::HasSubstr("whole.mkv"));
    const auto got = marks(320, 180);
    ASSERT_EQ(got.size(), 120U);
    EXPECT_EQ(got[20], (Mark{5, 20}));
    EXPECT_TRUE(got.back().has_value()) << "the last picture, not black";
}

TEST_F(Render, BadRequestsAreRefusedAndLeaveNothing) {
    clip("a.mp4", 1, 10);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "a.mp4", 5, {});
    fs::create_hard_link(file("a.mp4"), file("link.mp4"));
    const auto before = fs::file_size(file("a.mp4"));
    RenderOptions o;
    o.source_folder = folder_.path();
    o.overwrite = true;
    for (const char* name : {"a.mp4", "link.mp4"}) {
        const auto same = render(d, file(name), o, {});
        ASSERT_FALSE(same);
        EXPECT_EQ(same.error().code, Errc::usage);
    }
    EXPECT_EQ(fs::file_size(file("a.mp4")), before);
    fs::remove(file("link.mp4"));

    ASSERT_TRUE(run(d));
    EXPECT_EQ(run(d).error().code, Errc::usage) << "exists";

    d.tracks[0].segments[0].source = "gone.mp4";
    const auto missing = run(d, {}, "other.mp4");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::input);
    EXPECT_THAT(missing.error().message, ::testing::HasSubstr("gone.mp4"));
    EXPECT_THAT(names(), ::testing::UnorderedElementsAre("a.mp4", "out.mp4"));
}

struct StopAt : ProgressSink {
    std::stop_source source;
    double fraction;
    explicit StopAt(double f) : fraction(f) {}
    void update(std::string_view, double now) override {
        if (now >= fraction) source.request_stop();
    }
};

TEST_F(Render, CancelledLeavesNothing) {
    clip("a.mp4", 1, 90);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "a.mp4", 90, {});
    for (const double fraction : {0.0, 0.4, 1.0}) {
        StopAt sink(fraction);
        const auto r = run(d, {nullptr, &sink, sink.source.get_token()});
        ASSERT_FALSE(r);
        EXPECT_EQ(r.error().code, Errc::cancelled);
        EXPECT_THAT(names(), ::testing::UnorderedElementsAre("a.mp4"));
    }
}

TEST_F(Render, FullDiskLeavesNothing) {
    clip("a.mp4", 1, 90);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "a.mp4", 90, {});
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{30'000, 30'000};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto r = run(d);
        _exit(!r && r.error().code == Errc::media ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    EXPECT_THAT(names(), ::testing::UnorderedElementsAre("a.mp4"));
}

/// A chord that swells: AAC keeps its level, which it does not for noise.
std::vector<float> chord(double seconds, double amplitude) {
    std::vector<float> s(static_cast<std::size_t>(seconds * 48000));
    for (std::size_t i = 0; i < s.size(); ++i) {
        const double t = static_cast<double>(i) / 48000;
        double x = 0;
        for (const double hz : {110.0, 220.0, 277.2, 329.6, 440.0, 880.0, 1318.5})
            x += std::sin(2 * std::numbers::pi * hz * t + hz);
        s[i] = static_cast<float>(amplitude * x * (0.75 + 0.25 * std::sin(3 * t)));
    }
    return s;
}

TEST_F(Render, MusicIsExactToTheSample) {
    // A smooth burst in the song; the draft starts the song at an odd place.
    std::vector<float> song(48000 * 4, 0.0F);
    constexpr int kBurst = 90'000;
    for (int i = -300; i <= 300; ++i)
        song[static_cast<std::size_t>(kBurst + i)] =
            0.7F * static_cast<float>(std::exp(-i * i / 9000.0) * std::cos(2 * std::numbers::pi * i / 24));
    test::write_wav(file("song.wav"), song);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "", 60, {});
    constexpr Time kIn{612'437};
    // In two pieces, the second going on where the first ends.
    add(d.tracks[1], "song.wav", 25, kIn);
    add(d.tracks[1], "song.wav", 35, kIn + d.canvas.fps.time_of(25));
    ASSERT_TRUE(run(d));
    const auto got = sound();
    ASSERT_GE(got.size() / 2, 96'000U);
    double energy = 0;
    double moment = 0;
    for (std::size_t i = 0; i < got.size() / 2; ++i) {
        const double e = static_cast<double>(got[2 * i]) * static_cast<double>(got[2 * i]);
        energy += e;
        moment += e * static_cast<double>(i);
    }
    ASSERT_GT(energy, 1);
    EXPECT_NEAR(moment / energy, kBurst - kIn.seconds() * 48000, 1.0);
}

/// Where a smooth burst lies: the centre of its energy within ±20 ms, in samples.
double centre_near(const std::vector<float>& stereo, double about) {
    double energy = 0;
    double moment = 0;
    const auto middle = static_cast<std::int64_t>(about);
    for (std::int64_t i = middle - 960; i <= middle + 960; ++i) {
        const auto s = static_cast<double>(stereo[2 * static_cast<std::size_t>(i)]);
        energy += s * s;
        moment += s * s * static_cast<double>(i);
    }
    return moment / energy;
}

TEST_F(Render, AnotherTempoKeepsThePitchAndItsBeatsDoNotDrift) {
    // A burst every half second over a quiet tone of 440 Hz.
    std::vector<float> song(48000 * 20);
    for (std::size_t i = 0; i < song.size(); ++i)
        song[i] =
            0.02F * static_cast<float>(std::sin(2 * std::numbers::pi * 440 / 48000 * static_cast<double>(i)));
    for (std::int64_t at = 24'000; at + 400 < std::ssize(song); at += 24'000)
        for (int i = -300; i <= 300; ++i)
            song[static_cast<std::size_t>(at + i)] +=
                0.6F *
                static_cast<float>(std::exp(-i * i / 9000.0) * std::cos(2 * std::numbers::pi * i / 24));
    test::write_wav(file("song.wav"), song);
    constexpr Time kIn{3'250'000};
    for (const double tempo : {0.94, 1.06}) {
        draft::Draft d = empty_draft(64, 36);
        add(d.tracks[0], "", 360, {});
        add(d.tracks[1], "song.wav", 360, kIn);
        d.tracks[1].segments[0].tempo = tempo;
        const std::string name = tempo < 1 ? "slow.mp4" : "fast.mp4";
        const auto report = run(d, {}, name);
        ASSERT_TRUE(report) << report.error().message;
        const auto got = sound(name);
        for (int k = 7; k < 40; ++k) {
            const double want = (0.5 * k - 3.25) / tempo * 48000;
            if (want < 1000 || want + 1000 > 12 * 48000) continue;
            EXPECT_NEAR(centre_near(got, want), want, 30) << k << " at " << tempo;
        }
        // The tone between bursts, by the phase that it gains in 100 ms: 440 Hz, whatever the tempo.
        const double begin = 0.25 / tempo + (3.5 - 3.25) / tempo;
        double crossings = 0;
        const auto first = static_cast<std::size_t>((begin - 0.1) * 48000);
        for (std::size_t i = first; i < first + 9600; ++i)
            crossings += got[2 * i] < 0 && got[2 * i + 2] >= 0 ? 1 : 0;
        EXPECT_NEAR(crossings / 0.2, 440, 6);
    }
}

TEST_F(Render, JumpWithinTheMusicHasNoDipAndNoClick) {
    // Noise: the two sides of the joint have nothing to do with each other, as those of a jump.
    std::vector<float> song(48000 * 6);
    std::uint32_t state = 1;
    float low = 0;
    for (float& x : song) {
        state = state * 1664525U + 1013904223U;
        low += 0.2F * (static_cast<float>(state >> 8U) / 16777216.0F - 0.5F - low);
        x = 1.5F * low;
    }
    test::write_wav(file("song.wav"), song);
    draft::Draft d = empty_draft(64, 36);
    add(d.tracks[0], "", 60, {});
    add(d.tracks[1], "song.wav", 30, Time::from_ms(500));
    add(d.tracks[1], "song.wav", 30, Time::from_ms(4000));
    const auto report = run(d);
    ASSERT_TRUE(report) << report.error().message;
    const auto got = sound();
    const auto power = [&](std::size_t begin, std::size_t end) {
        double sum = 0;
        for (std::size_t i = begin; i < end; ++i)
            sum += static_cast<double>(got[2 * i]) * static_cast<double>(got[2 * i]);
        return 10 * std::log10(sum / static_cast<double>(end - begin));
    };
    const double usual = power(20'000, 40'000);
    for (std::size_t at = 46'560; at < 48'960; at += 240)
        EXPECT_NEAR(power(at, at + 480), usual, 3) << at;
}

TEST_F(Render, LoudnessAndTruePeak) {
    // A chord with drum-like spikes: brought up by some 10 dB, the spikes must give way.
    std::vector<float> song = chord(8, 0.02);
    for (std::size_t i = 4800; i + 200 < song.size(); i += 24'000)
        for (std::size_t k = 0; k < 200; ++k)
            song[i + k] += 0.3F * static_cast<float>(std::sin(0.6 * static_cast<double>(k)) *
                                                     std::exp(-0.02 * static_cast<double>(k)));
    test::write_wav(file("song.wav"), song);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "", 240, {});
    add(d.tracks[1], "song.wav", 240, {});
    d.loudness_lufs = -14;
    const auto report = run(d, {}, "out.mp4", media::Quality::good);  // a preview only comes near
    ASSERT_TRUE(report) << report.error().message;
    const auto got = sound();
    ebur128_state* meter = ebur128_init(2, 48000, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    ebur128_add_frames_float(meter, got.data(), got.size() / 2);
    double lufs = 0;
    double peak = 0;
    ebur128_loudness_global(meter, &lufs);
    ebur128_true_peak(meter, 0, &peak);
    ebur128_destroy(&meter);
    EXPECT_NEAR(lufs, -14, 0.5);
    EXPECT_LE(20 * std::log10(peak), -1);
    EXPECT_NEAR(report->loudness_lufs, lufs, 0.3);
}

TEST_F(Render, SaysWhyTheLoudnessIsOutOfReach) {
    const auto note_of = [&](double amplitude, double lufs) {
        fs::remove(file("out.mp4"));
        test::write_wav(file("song.wav"), chord(4, amplitude));
        draft::Draft d = empty_draft();
        add(d.tracks[0], "", 120, {});
        add(d.tracks[1], "song.wav", 120, {});
        d.loudness_lufs = lufs;
        const auto report = run(d, {}, "out.mp4", media::Quality::good);
        EXPECT_TRUE(report);
        return report ? fmt::format("{}", fmt::join(report->notes, "; ")) : "";
    };
    EXPECT_EQ(note_of(0.2, -14), "no clip in the draft: all of it is black");
    EXPECT_THAT(note_of(0.2, -1), ::testing::HasSubstr("-1 LUFS is beyond what the peaks"));
    EXPECT_THAT(note_of(0.0005, -14), ::testing::HasSubstr("very quiet"));
}

TEST_F(Render, SongShorterThanThePictureEndsWithoutAClickAndIsNamed) {
    std::vector<float> tone(48000);
    for (std::size_t i = 0; i < tone.size(); ++i)
        tone[i] = 0.5F * static_cast<float>(std::cos(0.013 * static_cast<double>(i)));
    test::write_wav(file("song.wav"), tone);
    draft::Draft d = empty_draft();
    add(d.tracks[0], "", 60, {});
    add(d.tracks[1], "song.wav", 60, Time::from_ms(250));
    const auto report = run(d);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_THAT(report->notes,
                ::testing::Contains("song.wav: its sound ends at 0:01.000, the rest is silent"));
    const auto got = sound();
    ASSERT_GE(got.size() / 2, 96'000U);
    float step = 0;
    for (std::size_t i = 1; i < got.size() / 2; ++i)
        step = std::max(step, std::abs(got[2 * i] - got[2 * i - 2]));
    // The tone itself moves by 0.0065 a sample; a hard start or end would be a step of up to 0.5.
    EXPECT_LT(step, 0.02F);
    for (std::size_t i = 38'000; i < 95'000; ++i)
        ASSERT_LT(std::abs(got[2 * i]), 0.01F);
}

}  // namespace
}  // namespace beatsync::render
