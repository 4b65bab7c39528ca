#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "render/renderer.h"
#include "support/pattern_clip.h"
#include "support/process.h"

// Effects judged by decoding what was rendered.
namespace beatsync::render {
namespace {

namespace fs = std::filesystem;
using draft::AccentKind;
using draft::TransitionKind;
using test::Mark;
using test::output_of;

/// A decoded output frame, 4:2:0.
struct Decoded {
    int width = 0;
    int height = 0;
    const std::uint8_t* data = nullptr;

    [[nodiscard]] PlaneView luma() const { return {data, width, width, height}; }
    [[nodiscard]] double mean(int plane) const {
        const int size = plane == 0 ? width * height : width * height / 4;
        const std::uint8_t* p = data + (plane == 0 ? 0 : width * height + (plane - 1) * width * height / 4);
        double sum = 0;
        for (int i = 0; i < size; ++i)
            sum += p[i];
        return sum / size;
    }
};

class Effects : public ::testing::Test {
protected:
    static constexpr Rate kFps{30, 1};

    [[nodiscard]] fs::path file(const std::string& name) const { return folder_.path() / name; }

    void pattern(const std::string& name, int number, int frames) const {
        test::PatternClip c;
        c.clip = number;
        c.frames = frames;
        ASSERT_TRUE(test::make_clip(c, file(name)));
    }

    /// A clip whose planes follow expressions of ffmpeg's geq filter; N is the frame's number.
    void clip(const std::string& name, const std::string& lum, const std::string& cb = "128",
              const std::string& cr = "128", int frames = 90) const {
        ASSERT_TRUE(test::run_command(
            "ffmpeg -v error -nostdin -y -f lavfi -i \"color=black:s=320x180:r=30,format=yuv420p,geq=lum='" +
            lum + "':cb='" + cb + "':cr='" + cr + "'\" -frames:v " + std::to_string(frames) +
            " -c:v libx264 -preset ultrafast -qp 0 -colorspace bt709 -color_primaries bt709 -color_trc bt709 "
            "'" +
            file(name).string() + "'"));
    }

    [[nodiscard]] static draft::Draft draft_of(std::vector<draft::Segment> segments, int width = 320,
                                               int height = 180) {
        draft::Draft d;
        d.canvas = {width, height, kFps};
        d.tracks.resize(1);
        d.tracks[0].segments = std::move(segments);
        return d;
    }

    [[nodiscard]] static draft::Segment piece(std::int64_t begin, std::int64_t end, const std::string& source,
                                              std::int64_t first_frame) {
        draft::Segment s;
        s.frames = {begin, end};
        s.source = source;
        s.in = kFps.time_of(first_frame);
        return s;
    }

    std::vector<Decoded> frames_of(const draft::Draft& d) {
        RenderOptions o;
        o.quality = media::Quality::high;
        o.source_folder = folder_.path();
        o.threads = 2;
        o.overwrite = true;
        const auto report = render(d, file("out.mp4"), o, {});
        EXPECT_TRUE(report) << (report ? "" : report.error().message);
        raw_ = output_of("ffmpeg -nostdin -v error -i " + file("out.mp4").string() +
                         " -map 0:v -pix_fmt yuv420p -f rawvideo -");
        const auto size = static_cast<std::size_t>(d.canvas.width * d.canvas.height * 3 / 2);
        std::vector<Decoded> frames;
        for (std::size_t at = 0; at + size <= raw_.size(); at += size)
            frames.push_back(
                {d.canvas.width, d.canvas.height, reinterpret_cast<const std::uint8_t*>(raw_.data() + at)});
        EXPECT_EQ(frames.size(), static_cast<std::size_t>(d.length_frames()));
        return frames;
    }

    std::vector<std::optional<Mark>> marks_of(const draft::Draft& d) {
        std::vector<std::optional<Mark>> marks;
        for (const Decoded& f : frames_of(d))
            marks.push_back(test::read_pattern(f.luma()));
        return marks;
    }

    test::TemporaryFolder folder_;
    std::string raw_;
};

TEST_F(Effects, RampShowsExactlyTheFramesThatItsPointsSay) {
    pattern("a.mp4", 7, 140);
    // Half speed for 30 frames, twice for 15, once for 10, then it stands.
    draft::Segment s = piece(0, 70, "a.mp4", 10);
    s.retime = {{},
                {kFps.time_of(30), kFps.time_of(15)},
                {kFps.time_of(45), kFps.time_of(45)},
                {kFps.time_of(55), kFps.time_of(55)},
                {kFps.time_of(56), kFps.time_of(55)}};
    const auto marks = marks_of(draft_of({s}));
    ASSERT_EQ(marks.size(), 70U);
    for (int k = 0; k < 70; ++k) {
        const int want = k < 30 ? k / 2 : k < 45 ? 15 + 2 * (k - 30) : std::min(k, 55);
        EXPECT_EQ(marks[static_cast<std::size_t>(k)], (Mark{7, 10 + want})) << k;
    }
}

TEST_F(Effects, BlendedSlowMotionMixesTheTwoFramesAround) {
    clip("ramp.mp4", "40+2*N");
    draft::Segment s = piece(0, 60, "ramp.mp4", 5);
    s.retime = {{}, {kFps.time_of(40), kFps.time_of(10)}};  // a quarter of the speed
    s.blend = true;
    const auto frames = frames_of(draft_of({s}));
    ASSERT_EQ(frames.size(), 60U);
    for (int k = 0; k < 60; ++k)
        EXPECT_NEAR(frames[static_cast<std::size_t>(k)].mean(0), 40 + 2 * (5 + k / 4.0), 0.8) << k;
    // At its own speed nothing is mixed: the pattern is read in every frame.
    pattern("a.mp4", 7, 60);
    draft::Segment same = piece(0, 40, "a.mp4", 8);
    same.retime = {{}, {kFps.time_of(20), kFps.time_of(20)}};
    same.blend = true;
    const auto marks = marks_of(draft_of({same}));
    for (int k = 0; k < 40; ++k)
        EXPECT_EQ(marks[static_cast<std::size_t>(k)], (Mark{7, 8 + k}));
}

TEST_F(Effects, CrossFadeHasItsWeightAtEveryFrameSymmetricAboutTheCut) {
    clip("dark.mp4", "40", "100", "160");
    clip("light.mp4", "220", "150", "110");
    for (const std::int64_t n : {12, 9}) {
        draft::Segment b = piece(30, 60, "light.mp4", 30);
        b.transition = {TransitionKind::fade, n};
        const auto frames = frames_of(draft_of({piece(0, 30, "dark.mp4", 10), b}));
        ASSERT_EQ(frames.size(), 60U);
        const std::int64_t first = 30 - n / 2;
        std::vector<double> mix;
        for (std::int64_t f = 0; f < 60; ++f) {
            const double want = f < first ? 0
                                : f >= first + n
                                    ? 1
                                    : static_cast<double>(f - first + 1) / static_cast<double>(n + 1);
            const Decoded& d = frames[static_cast<std::size_t>(f)];
            EXPECT_NEAR(d.mean(0), 40 + 180 * want, 1.0) << f;
            EXPECT_NEAR(d.mean(1), 100 + 50 * want, 1.0) << f;
            EXPECT_NEAR(d.mean(2), 160 - 50 * want, 1.0) << f;
            mix.push_back((d.mean(0) - 40) / 180);
        }
        // Whether the beat is between two frames (even) or on one (odd).
        for (std::int64_t k = 0; k < n; ++k)
            EXPECT_NEAR(
                mix[static_cast<std::size_t>(first + k)] + mix[static_cast<std::size_t>(first + n - 1 - k)],
                1, 0.012);
    }
}

TEST_F(Effects, InACrossFadeOfOneFileBothPlacesPlayOn) {
    clip("ramp.mp4", "30+2*N", "128", "128", 100);
    draft::Segment b = piece(20, 50, "ramp.mp4", 60);
    b.transition = {TransitionKind::fade, 10};
    draft::Segment c = piece(50, 70, "ramp.mp4", 10);
    c.transition = {TransitionKind::fade, 6};
    const auto frames = frames_of(draft_of({piece(0, 20, "ramp.mp4", 5), b, c}));
    ASSERT_EQ(frames.size(), 70U);
    for (int f = 0; f < 70; ++f) {
        double want = f < 20 ? 5 + f : f < 50 ? 60 + f - 20 : 10 + f - 50;
        if (f >= 15 && f < 25) {
            const double mix = (f - 14) / 11.0;
            want = (5 + f) * (1 - mix) + (60 + f - 20) * mix;
        }
        if (f >= 47 && f < 53) {
            const double mix = (f - 46) / 7.0;
            want = (60 + f - 20) * (1 - mix) + (10 + f - 50) * mix;
        }
        EXPECT_NEAR(frames[static_cast<std::size_t>(f)].mean(0), 30 + 2 * want, 1.0) << f;
    }
}

TEST_F(Effects, FadeOverTheEndsOfAFileHoldsTheNearestPicture) {
    clip("a.mp4", "40+2*N", "128", "128", 30);
    clip("b.mp4", "200-N", "128", "128", 60);
    draft::Segment b = piece(25, 50, "b.mp4", 2);
    b.transition = {TransitionKind::fade, 20};
    // Of the first 5 frames are left after the cut, of the second 2 are there before it.
    const auto frames = frames_of(draft_of({piece(0, 25, "a.mp4", 0), b}));
    ASSERT_EQ(frames.size(), 50U);
    for (int f = 0; f < 50; ++f) {
        const double mix = std::clamp((f - 14) / 21.0, 0.0, 1.0);
        const double a = 40 + 2 * std::min(f, 29);
        const double second = 200 - std::max(0, f - 25 + 2);
        EXPECT_NEAR(frames[static_cast<std::size_t>(f)].mean(0), a * (1 - mix) + second * mix, 1.0) << f;
    }
}

TEST_F(Effects, DipIsBlackOrWhiteOnTheCutsFrame) {
    clip("a.mp4", "100", "90", "170");
    clip("b.mp4", "180", "160", "100");
    for (const TransitionKind kind : {TransitionKind::dip_black, TransitionKind::dip_white}) {
        const double tone = kind == TransitionKind::dip_black ? 16 : 235;
        draft::Segment b = piece(30, 60, "b.mp4", 0);
        b.transition = {kind, 9};
        const auto frames = frames_of(draft_of({piece(0, 30, "a.mp4", 0), b}));
        ASSERT_EQ(frames.size(), 60U);
        for (int f = 0; f < 60; ++f) {
            const double level = f < 26 || f >= 35 ? 0 : f <= 30 ? (f - 25) / 5.0 : 1 - (f - 30) / 5.0;
            const double own = f < 30 ? 100 : 180;
            const double chroma = f < 30 ? 90 : 160;
            const Decoded& d = frames[static_cast<std::size_t>(f)];
            EXPECT_NEAR(d.mean(0), own + (tone - own) * level, 1.0) << f;
            EXPECT_NEAR(d.mean(1), chroma + (128 - chroma) * level, 1.0) << f;
        }
        EXPECT_NEAR(frames[30].mean(0), tone, 0.3);
    }
}

TEST_F(Effects, FlashIsFullOnItsFrameAndFalls) {
    clip("a.mp4", "60", "110", "150");
    draft::Segment s = piece(0, 40, "a.mp4", 0);
    s.accents = {{AccentKind::flash, 12, 5, 0.7}};
    const auto frames = frames_of(draft_of({s}));
    ASSERT_EQ(frames.size(), 40U);
    for (int f = 0; f < 40; ++f) {
        const double left = f < 12 ? 0 : std::max(0.0, 1 - (f - 12) / 5.0);
        const double level = 0.7 * left * left;
        EXPECT_NEAR(frames[static_cast<std::size_t>(f)].mean(0), 60 + 175 * level, 1.0) << f;
        EXPECT_NEAR(frames[static_cast<std::size_t>(f)].mean(1), 110 + 18 * level, 1.0) << f;
    }
}

/// The side of a white square on black and where its middle is, to a part of a pixel.
struct Square {
    double side = 0;
    double x = 0;
    double y = 0;
};
Square square_in(const Decoded& d) {
    double sum = 0;
    double mx = 0;
    double my = 0;
    for (int y = 0; y < d.height; ++y) {
        for (int x = 0; x < d.width; ++x) {
            const double white = (d.luma().row(y)[x] - 16) / 219.0;
            sum += white;
            mx += white * (x + 0.5);
            my += white * (y + 0.5);
        }
    }
    return {std::sqrt(sum), mx / sum, my / sum};
}

TEST_F(Effects, PunchEnlargesEveryFrameByItsLevelAtAnySize) {
    clip("box.mp4", "if(lt(abs(X-159.5)\\,40)*lt(abs(Y-89.5)\\,40)\\,235\\,16)");
    for (const int size : {1, 2}) {
        draft::Segment s = piece(0, 40, "box.mp4", 0);
        s.accents = {{AccentKind::punch, 10, 12, 0.2}, {AccentKind::punch, 30, 6, 0.1}};
        const auto frames = frames_of(draft_of({s}, 160 * size, 90 * size));
        ASSERT_EQ(frames.size(), 40U);
        for (int f = 0; f < 40; ++f) {
            double left = f < 10 ? 0 : std::max(0.0, 1 - (f - 10) / 12.0);
            double scale = 1 + 0.2 * left * left;
            if (f >= 30) {
                left = std::max(0.0, 1 - (f - 30) / 6.0);
                scale = 1 + 0.1 * left * left;
            }
            const Square q = square_in(frames[static_cast<std::size_t>(f)]);
            EXPECT_NEAR(q.side / (40 * size), scale, 0.004) << f;
            EXPECT_NEAR(q.x, 80 * size, 0.2) << f;
            EXPECT_NEAR(q.y, 45 * size, 0.2) << f;
        }
    }
}

TEST_F(Effects, FreezeShowsOneFrameToTheEnd) {
    pattern("a.mp4", 3, 60);
    draft::Segment s = piece(0, 90, "a.mp4", 4);
    s.retime = {{}, {kFps.time_of(25), kFps.time_of(25)}, {kFps.time_of(55), kFps.time_of(25)}};
    const auto marks = marks_of(draft_of({s}));
    ASSERT_EQ(marks.size(), 90U);
    for (int k = 0; k < 90; ++k)
        EXPECT_EQ(marks[static_cast<std::size_t>(k)], (Mark{3, 4 + std::min(k, 25)})) << k;
}

TEST_F(Effects, AllAtOnceInAFadeOfRetimedPicturesOverAStill) {
    clip("ramp.mp4", "30+N");
    ASSERT_TRUE(test::run_command("ffmpeg -v error -nostdin -y -f lavfi -i color=gray:s=64x64 -frames:v 1 '" +
                                  file("p.png").string() + "'"));
    draft::Segment still = piece(0, 20, "p.png", 0);
    still.still = true;
    still.framing.to.zoom = 1.2;
    draft::Segment b = piece(20, 50, "ramp.mp4", 40);
    b.transition = {TransitionKind::fade, 8};
    b.retime = {{}, {kFps.time_of(10), kFps.time_of(5)}, {kFps.time_of(20), kFps.time_of(20)}};
    b.blend = true;
    b.accents = {{AccentKind::punch, 0, 5, 0.1}, {AccentKind::flash, 10, 3, 0.5}};
    const auto frames = frames_of(draft_of({still, b}));
    ASSERT_EQ(frames.size(), 50U);
    const double grey = frames[5].mean(0);
    for (int f = 0; f < 50; ++f) {
        const double k = f - 20;
        const double in = k < 10 ? k / 2 : k < 20 ? 5 + (k - 10) * 1.5 : 20 + (k - 20) * 1.5;
        const double mix = f < 16 ? 0 : std::min(1.0, (f - 15) / 9.0);
        const double left = f < 30 ? 0 : std::max(0.0, 1 - (f - 30) / 3.0);
        const double pictures = grey * (1 - mix) + (30 + 40 + in) * mix;
        EXPECT_NEAR(frames[static_cast<std::size_t>(f)].mean(0),
                    pictures + (235 - pictures) * 0.5 * left * left, 1.0)
            << f;
    }
}

}  // namespace
}  // namespace beatsync::render
