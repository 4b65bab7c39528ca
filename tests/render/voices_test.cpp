#include "render/voices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "render/ducking.h"

namespace beatsync::render {
namespace {

using draft::Draft;
using draft::Segment;
using draft::Track;
using draft::TrackKind;

Segment piece(std::int64_t begin, std::int64_t end, const char* source, Time in) {
    Segment s;
    s.frames = {begin, end};
    s.source = source;
    s.in = in;
    return s;
}

Draft music(std::vector<Segment> segments, Rate fps = {30, 1}) {
    Draft d;
    d.canvas.fps = fps;
    Track t;
    t.kind = TrackKind::audio;
    t.segments = std::move(segments);
    d.tracks = {t};
    return d;
}

TEST(Samples, AreCountedFromTheFrameIndex) {
    EXPECT_EQ(sample_of({30, 1}, 1), 1600);
    EXPECT_EQ(sample_of({30000, 1001}, 30000), 48'048'000);
    EXPECT_EQ(sample_of({24000, 1001}, 1), 2002);
}

TEST(Voices, ContinuedSourceIsOneVoice) {
    const Rate ntsc{30000, 1001};
    const auto v =
        voices_of(music({piece(0, 101, "a", Time{}), piece(101, 200, "a", ntsc.time_of(101))}, ntsc));
    ASSERT_EQ(v.size(), 1U);
    EXPECT_EQ(v[0].at.end, sample_of(ntsc, 200));
}

TEST(Voices, JumpOrOtherLevelIsAnEdgeWithTenMilliseconds) {
    Segment loud = piece(30, 60, "a", Time::from_ms(1000));
    loud.level.gain_db = 6;
    loud.in = Time::from_ms(1000);
    for (Segment second :
         {piece(30, 60, "a", Time::from_ms(1001)), piece(30, 60, "b", Time::from_ms(1000)), loud}) {
        // Music that jumps within its file is joined, unless a fade was asked for.
        if (second.in == Time::from_ms(1001)) second.level.fade_in = Time{1};
        const auto v = voices_of(music({piece(0, 30, "a", Time{}), second}));
        ASSERT_EQ(v.size(), 2U);
        EXPECT_EQ(v[0].fade_out, 480);
        EXPECT_EQ(v[1].fade_in, 480);
    }
}

TEST(Voices, MusicThatJumpsWithinItsFileIsJoinedAcrossTheLastOfTheOldPlace) {
    const auto v = voices_of(music({piece(0, 30, "a", Time{}), piece(30, 60, "a", Time::from_ms(5000))}));
    ASSERT_EQ(v.size(), 2U);
    EXPECT_EQ(v[0].at, (SampleRange{0, 48'000}));
    EXPECT_EQ(v[1].at, (SampleRange{47'040, 96'000}));
    EXPECT_EQ(v[1].in, Time::from_ms(4980)) << "what is heard on the joint is what was asked for";
    EXPECT_TRUE(v[0].joined_out && v[1].joined_in);
    EXPECT_FALSE(v[0].joined_in || v[1].joined_out);
    // There is nothing before a file's beginning to fade in with.
    const auto restart = voices_of(music({piece(0, 30, "a", Time::from_ms(9)), piece(30, 60, "a", Time{})}));
    EXPECT_EQ(restart[1].at.begin, 48'000);
    EXPECT_EQ(restart[0].fade_out, 480);
    Draft clips = music({piece(0, 30, "a", Time{}), piece(30, 60, "a", Time::from_ms(5000))});
    clips.tracks[0].kind = TrackKind::video;
    for (Segment& s : clips.tracks[0].segments)
        s.sound = true;
    EXPECT_EQ(voices_of(clips)[1].at.begin, 48'000) << "a clip's sound goes with its picture";
}

TEST(Voices, AnotherTempoContinuesWhereItsSourceHasGot) {
    auto first = piece(0, 30, "a", Time{});
    auto second = piece(30, 60, "a", Time::from_ms(1050));
    first.tempo = second.tempo = 1.05;
    EXPECT_EQ(voices_of(music({first, second})).size(), 1U);
    EXPECT_EQ(voices_of(music({first, second}))[0].tempo, 1.05);
    second.tempo = 1;
    EXPECT_EQ(voices_of(music({first, second})).size(), 2U);
}

TEST(Voices, FadesNeverOverlap) {
    Segment s = piece(0, 30, "a", Time{});
    s.level.fade_in = s.level.fade_out = Time::from_ms(900);
    const auto v = voices_of(music({s}));
    EXPECT_LE(v[0].fade_in + v[0].fade_out, v[0].at.length());
    const auto shortest = voices_of(music({piece(0, 1, "a", Time{})}, {240, 1}));
    EXPECT_LE(shortest[0].fade_in + shortest[0].fade_out, 200);
}

TEST(Voices, OnlySegmentsThatAskAreHeardFromVideo) {
    Draft d;
    Track video;
    video.segments = {piece(0, 30, "mute", Time{}), piece(30, 60, "heard", Time{}),
                      piece(60, 90, "", Time{})};
    video.segments[1].sound = true;
    d.tracks = {video};
    const auto v = voices_of(d);
    ASSERT_EQ(v.size(), 1U);
    EXPECT_EQ(v[0].source, "heard");
    EXPECT_TRUE(v[0].of_clip);
}

TEST(Ducking, IsDownWhenTheClipIsHeardAndHasNoSteps) {
    Ducking ducking({{48'000, 96'000}, {110'000, 120'000}});
    float before = 1;
    for (std::int64_t s = 0; s < 200'000; ++s) {
        const float g = ducking.gain(s);
        ASSERT_LT(std::abs(g - before), 0.001F) << s;
        if (s < 40'000 || s > 145'000) {
            ASSERT_EQ(g, 1.0F) << s;
        }
        if (s >= 48'000 && s < 96'000) {
            ASSERT_NEAR(g, 0.2512, 0.001);
        }
        before = g;
    }
}

}  // namespace
}  // namespace beatsync::render
