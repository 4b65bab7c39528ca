#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "draft/effects.h"
#include "render/blend.h"
#include "render/timeline.h"
#include "render/voices.h"

namespace beatsync::render {
namespace {

using draft::Accent;
using draft::AccentKind;
using draft::Draft;
using draft::Segment;
using draft::Track;
using draft::TransitionKind;

Segment piece(std::int64_t begin, std::int64_t end, const char* source, Time in = Time::from_ms(1000)) {
    Segment s;
    s.frames = {begin, end};
    s.source = source;
    s.in = in;
    return s;
}

Segment after(Segment s, TransitionKind kind, std::int64_t frames) {
    s.transition = {kind, frames};
    return s;
}

Draft draft_of(std::vector<std::vector<Segment>> tracks, Rate fps = {30, 1}) {
    Draft d;
    d.canvas.fps = fps;
    for (auto& segments : tracks) {
        Track t;
        t.segments = std::move(segments);
        d.tracks.push_back(std::move(t));
    }
    return d;
}

TEST(Scene, FadeGrowsInEvenStepsAroundTheCut) {
    for (const std::int64_t frames : {1, 2, 7, 12}) {
        const Draft d =
            draft_of({{piece(0, 40, "a"), after(piece(40, 80, "b"), TransitionKind::fade, frames)}});
        const Timeline timeline(d);
        const std::int64_t first = 40 - frames / 2;
        for (std::int64_t f = 0; f < 80; ++f) {
            const Scene s = timeline.scene(f);
            SCOPED_TRACE(testing::Message() << frames << " frames, at " << f);
            if (f < first || f >= first + frames) {
                EXPECT_EQ(s.shot.segment->source, f < first ? "a" : "b");
                EXPECT_EQ(s.incoming.segment, nullptr);
                EXPECT_EQ(s.mix, 0);
                continue;
            }
            ASSERT_NE(s.incoming.segment, nullptr);
            EXPECT_EQ(s.shot.segment->source, "a");
            EXPECT_EQ(s.incoming.segment->source, "b");
            EXPECT_DOUBLE_EQ(s.mix, static_cast<double>(f - first + 1) / static_cast<double>(frames + 1));
            // The picture before runs on, the one after begins early.
            EXPECT_EQ(s.shot.offset, d.canvas.fps.time_of(f));
            EXPECT_EQ(s.incoming.offset, d.canvas.fps.time_of(f) - d.canvas.fps.time_of(40));
        }
    }
}

TEST(Scene, DipIsFullOnTheCutAndGoneAtTheWindowsEnds) {
    for (const TransitionKind kind : {TransitionKind::dip_black, TransitionKind::dip_white}) {
        for (const std::int64_t frames : {1, 2, 9, 12}) {
            const Draft d = draft_of({{piece(0, 40, "a"), after(piece(40, 80, "b"), kind, frames)}});
            const Timeline timeline(d);
            double before = 0;
            for (std::int64_t f = 0; f < 80; ++f) {
                const Scene s = timeline.scene(f);
                const bool black = kind == TransitionKind::dip_black;
                const double level = black ? s.black : s.white;
                EXPECT_EQ(black ? s.white : s.black, 0);
                EXPECT_EQ(s.shot.segment->source, f < 40 ? "a" : "b");
                EXPECT_EQ(s.incoming.segment, nullptr);
                if (f == 40) {
                    EXPECT_EQ(level, 1);
                } else if (f < 40 - frames / 2 || f >= 40 - frames / 2 + frames) {
                    EXPECT_EQ(level, 0) << f;
                } else {
                    EXPECT_TRUE(f < 40 ? level > before : level < before) << f;
                    EXPECT_GT(level, 0);
                    EXPECT_LT(level, 1);
                }
                before = level;
            }
        }
    }
}

TEST(Scene, FadeFromAGapIsOverWhatLiesBehind) {
    const Draft d = draft_of({{piece(0, 60, "back")},
                              {piece(0, 20, ""), after(piece(20, 40, "front"), TransitionKind::fade, 4),
                               after(piece(40, 60, ""), TransitionKind::fade, 4)}});
    const Timeline timeline(d);
    EXPECT_EQ(timeline.scene(17).shot.segment->source, "back");
    const Scene in = timeline.scene(18);
    EXPECT_EQ(in.shot.segment->source, "back");
    EXPECT_EQ(in.incoming.segment->source, "front");
    const Scene out = timeline.scene(41);
    EXPECT_EQ(out.shot.segment->source, "front");
    EXPECT_EQ(out.incoming.segment->source, "back");
    EXPECT_EQ(timeline.scene(42).shot.segment->source, "back");
}

TEST(Scene, FirstSegmentFadesInFromBlack) {
    const Draft d = draft_of({{after(piece(0, 20, "a"), TransitionKind::fade, 6)}});
    const Timeline timeline(d);
    EXPECT_EQ(timeline.scene(0).shot.segment, nullptr);
    EXPECT_EQ(timeline.scene(0).incoming.segment->source, "a");
    EXPECT_DOUBLE_EQ(timeline.scene(0).mix, 4.0 / 7);
    EXPECT_EQ(timeline.scene(3).shot.segment->source, "a");
}

TEST(Scene, WindowsThatReachTooFarAreCutOff) {
    const Draft d = draft_of({{piece(0, 3, "a"), after(piece(3, 6, "b"), TransitionKind::fade, 40),
                               after(piece(6, 9, "c"), TransitionKind::fade, 40)}});
    const Timeline timeline(d);
    for (std::int64_t f = 0; f < 9; ++f) {
        const Scene s = timeline.scene(f);
        ASSERT_NE(s.incoming.segment, nullptr);
        EXPECT_EQ(s.incoming.segment->source, f < 6 ? "b" : "c");
        EXPECT_EQ(s.shot.segment->source, f < 6 ? "a" : "b");
    }
}

TEST(Scene, AccentsFallWithTheSquare) {
    Segment s = piece(10, 40, "a");
    s.accents = {{AccentKind::punch, 5, 4, 0.2}, {AccentKind::flash, 8, 2, 0.8}};
    const Draft d = draft_of({{piece(0, 10, "x"), s}});
    const Timeline timeline(d);
    EXPECT_EQ(timeline.scene(14).shot.punch, 1);
    EXPECT_DOUBLE_EQ(timeline.scene(15).shot.punch, 1.2);
    EXPECT_DOUBLE_EQ(timeline.scene(16).shot.punch, 1 + 0.2 * 9 / 16);
    EXPECT_DOUBLE_EQ(timeline.scene(17).shot.punch, 1 + 0.2 / 4);
    EXPECT_DOUBLE_EQ(timeline.scene(18).shot.punch, 1 + 0.2 / 16);
    EXPECT_EQ(timeline.scene(19).shot.punch, 1);
    EXPECT_EQ(timeline.scene(17).flash, 0);
    EXPECT_DOUBLE_EQ(timeline.scene(18).flash, 0.8);
    EXPECT_DOUBLE_EQ(timeline.scene(19).flash, 0.2);
    EXPECT_EQ(timeline.scene(20).flash, 0);
}

TEST(Retime, IsStraightBetweenItsPointsAndGoesOnBeyond) {
    Segment s = piece(0, 100, "a");
    EXPECT_EQ(draft::retimed(s, Time{-5}), Time{-5});
    s.retime = {{}, {Time{1000}, Time{500}}, {Time{2000}, Time{2500}}};
    EXPECT_EQ(draft::retimed(s, Time{-200}), Time{-100});
    EXPECT_EQ(draft::retimed(s, Time{}), Time{});
    EXPECT_EQ(draft::retimed(s, Time{600}), Time{300});
    EXPECT_EQ(draft::retimed(s, Time{1000}), Time{500});
    EXPECT_EQ(draft::retimed(s, Time{1500}), Time{1500});
    EXPECT_EQ(draft::retimed(s, Time{2000}), Time{2500});
    EXPECT_EQ(draft::retimed(s, Time{2100}), Time{2700});
    s.retime = {{}, {Time{1000}, Time{1000}}, {Time{1001}, Time{1000}}};
    EXPECT_EQ(draft::retimed(s, Time{700}), Time{700});
    EXPECT_EQ(draft::retimed(s, Time{90'000'000}), Time{1000});
}

TEST(SourceClock, BetweenFramesOfAConstantRate) {
    const Rate rate{30, 1};
    const SourceClock clock(Time{}, Time{}, rate.time_of(1));
    const auto on = clock.between(rate.time_of(7), rate);
    EXPECT_EQ(on.weight, 0);
    EXPECT_EQ(on.first, clock.at(rate.time_of(7)));
    // A microsecond early is rounding, not a mixture.
    EXPECT_EQ(clock.between(rate.time_of(7) - Time{1}, rate).first, on.first);
    EXPECT_EQ(clock.between(rate.time_of(7) - Time{1}, rate).weight, 0);
    const auto half = clock.between(rate.time_of(7) + Time{16'667}, rate);
    EXPECT_EQ(half.weight, 128);
    EXPECT_EQ(half.second, clock.at(rate.time_of(8)));
}

TEST(Blend, IsExactForAllBytesAndWeights) {
    media::av::FramePtr canvas(av_frame_alloc());
    media::av::FramePtr over(av_frame_alloc());
    for (AVFrame* f : {canvas.get(), over.get()}) {
        f->format = AV_PIX_FMT_YUV420P;
        f->width = 256;
        f->height = 256;
        ASSERT_EQ(av_frame_get_buffer(f, 0), 0);
    }
    for (const int weight : {0, 1, 20, 128, 255, 256}) {
        for (int y = 0; y < 256; ++y)
            for (int x = 0; x < 256; ++x) {
                canvas->data[0][y * canvas->linesize[0] + x] = static_cast<std::uint8_t>(x);
                over->data[0][y * over->linesize[0] + x] = static_cast<std::uint8_t>(y);
            }
        mix_in(*canvas, *over, weight);
        for (int y = 0; y < 256; ++y)
            for (int x = 0; x < 256; ++x)
                ASSERT_EQ(canvas->data[0][y * canvas->linesize[0] + x],
                          std::floor((x * (256.0 - weight) + y * double(weight)) / 256 + 0.5))
                    << x << ' ' << y << ' ' << weight;
    }
    mix_in_white(*canvas, kWhole);
    EXPECT_EQ(canvas->data[0][77], 235);
    EXPECT_EQ(canvas->data[1][77], 128);
    mix_in_black(*canvas, kWhole);
    EXPECT_EQ(canvas->data[0][77], 16);
    EXPECT_EQ(canvas->data[2][77], 128);
    EXPECT_EQ(to_weight(1.0 / 3), 85);
}

TEST(Voices, ClipSoundsCrossFadeWithTheirPictures) {
    Segment a = piece(0, 40, "a");
    Segment b = after(piece(40, 90, "b"), TransitionKind::fade, 9);
    a.sound = b.sound = true;
    const auto v = voices_of(draft_of({{a, b}}));
    ASSERT_EQ(v.size(), 2U);
    EXPECT_EQ(v[0].at, (SampleRange{0, 45 * 1600}));
    EXPECT_EQ(v[0].fade_out, 9 * 1600);
    EXPECT_EQ(v[1].at, (SampleRange{36 * 1600, 90 * 1600}));
    EXPECT_EQ(v[1].fade_in, 9 * 1600);
    EXPECT_EQ(v[1].in, Time::from_ms(1000) - Time{133'333});
}

TEST(Voices, NoSoundBeforeTheFileBegins) {
    Segment a = piece(0, 40, "a");
    Segment b = after(piece(40, 90, "b", Time::from_ms(50)), TransitionKind::fade, 20);
    b.sound = true;
    const auto v = voices_of(draft_of({{a, b}}));
    ASSERT_EQ(v.size(), 1U);
    EXPECT_EQ(v[0].in, Time{});
    EXPECT_EQ(v[0].at.begin, 40 * 1600 - 2400);
    EXPECT_EQ(v[0].fade_in, 10 * 1600 + 2400);
}

TEST(Voices, ADipTakesTheSoundAlong) {
    Segment a = piece(0, 40, "a");
    Segment b = after(piece(40, 90, "b"), TransitionKind::dip_black, 12);
    a.sound = b.sound = true;
    const auto v = voices_of(draft_of({{a, b}}));
    ASSERT_EQ(v.size(), 2U);
    EXPECT_EQ(v[0].at.end, 40 * 1600);
    EXPECT_EQ(v[0].fade_out, 6 * 1600);
    EXPECT_EQ(v[1].at.begin, 40 * 1600);
    EXPECT_EQ(v[1].fade_in, 6 * 1600);
}

TEST(Voices, RetimedPicturesLeaveTheSoundAlone) {
    Segment a = piece(0, 40, "a");
    a.sound = true;
    const auto plain = voices_of(draft_of({{a}}));
    a.retime = {{}, {Time::from_ms(500), Time::from_ms(100)}};
    const auto v = voices_of(draft_of({{a}}));
    ASSERT_EQ(v.size(), 1U);
    EXPECT_EQ(v[0].at, plain[0].at);
    EXPECT_EQ(v[0].in, plain[0].in);
}

}  // namespace
}  // namespace beatsync::render
