#include "draft/draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include "draft/sample.h"

namespace beatsync::draft {
namespace {

using ::testing::HasSubstr;

TEST(Draft, SampleIsValid) {
    const auto result = validate(test::sample_draft());
    EXPECT_TRUE(result) << describe(result.error());
}

TEST(Draft, EmptyIsValid) {
    EXPECT_TRUE(validate(Draft{}));
    EXPECT_EQ(Draft{}.length_frames(), 0);
}

TEST(Draft, LengthIsThatOfTheLongestTrack) {
    Draft d = test::sample_draft();
    d.tracks[2].segments[0].frames.end = 140;
    EXPECT_EQ(d.length_frames(), 140);
}

struct Breach {
    std::string place;
    std::function<void(Draft&)> commit;
};

class Invariants : public ::testing::TestWithParam<Breach> {};

TEST_P(Invariants, BreachIsRefusedAndNamed) {
    Draft d = test::sample_draft();
    GetParam().commit(d);
    const auto result = validate(d);
    ASSERT_FALSE(result) << GetParam().place;
    EXPECT_EQ(result.error().code, Errc::input);
    EXPECT_THAT(result.error().message, HasSubstr(GetParam().place + ":"));
}

Segment& clip(Draft& d) {
    return d.tracks[0].segments[0];
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

INSTANTIATE_TEST_SUITE_P(
    All, Invariants,
    ::testing::Values(
        Breach{"m.width_px", [](Draft& d) { d.canvas.width = 1081; }},
        Breach{"m.width_px", [](Draft& d) { d.canvas.width = 14; }},
        Breach{"m.height_px", [](Draft& d) { d.canvas.height = 8194; }},
        Breach{"m.fps",
               [](Draft& d) {
                   d.canvas.fps = {0, 1};
               }},
        Breach{"m.fps",
               [](Draft& d) {
                   d.canvas.fps = {241, 1};
               }},
        Breach{"m.fps",
               [](Draft& d) {
                   d.canvas.fps = {1, 2};
               }},
        Breach{"m.loudness_lufs", [](Draft& d) { d.loudness_lufs = 1; }},
        Breach{"t", [](Draft& d) { d.tracks.resize(kMaxTracks + 1); }},
        Breach{"t[0].sg[1]", [](Draft& d) { d.tracks[0].segments[1].frames.begin = 48; }},
        Breach{"t[0].sg[0]", [](Draft& d) { clip(d).frames.begin = 1; }},
        Breach{"t[0].sg[0].d", [](Draft& d) { clip(d).frames.end = 0; }},
        Breach{"t[0].sg[0].m.in_us", [](Draft& d) { clip(d).in = Time{-1}; }},
        Breach{"t[0].sg[0].m.in_us", [](Draft& d) { clip(d).in = kMaxLength + Time{1}; }},
        Breach{"t[0].sg[0].m.retime_us", [](Draft& d) { clip(d).retime.resize(1); }},
        Breach{"t[0].sg[0].m.retime_us", [](Draft& d) { clip(d).retime.front().in = Time{1}; }},
        Breach{"t[0].sg[0].m.retime_us", [](Draft& d) { clip(d).retime[1].out = Time{}; }},
        Breach{"t[0].sg[0].m.retime_us", [](Draft& d) { clip(d).retime[2].in = Time{799'999}; }},
        Breach{"t[0].sg[0].m.retime_us", [](Draft& d) { clip(d).retime[2].out = kMaxLength + Time{1}; }},
        Breach{"t[0].sg[0].m.transition_frames", [](Draft& d) { clip(d).transition.frames = 0; }},
        Breach{"t[0].sg[0].m.transition_frames", [](Draft& d) { clip(d).transition.frames = 2401; }},
        Breach{"t[0].sg[0].m.accents", [](Draft& d) { clip(d).accents[1].frame = 47; }},
        Breach{"t[0].sg[0].m.accents", [](Draft& d) { clip(d).accents[1].frames = 0; }},
        Breach{"t[0].sg[0].m.accents", [](Draft& d) { clip(d).accents[1].amount = kNan; }},
        Breach{"t[0].sg[0].m.tempo", [](Draft& d) { clip(d).tempo = 1.1; }},
        Breach{"t[1].sg[0].m.tempo", [](Draft& d) { d.tracks[1].segments[0].tempo = 2.1; }},
        Breach{"t[1].sg[0].m.retime_us", [](Draft& d) { d.tracks[1].segments[0].retime = clip(d).retime; }},
        Breach{"t[1].sg[0].m.transition",
               [](Draft& d) { d.tracks[1].segments[0].transition = clip(d).transition; }},
        Breach{"t[1].sg[0].m.accents", [](Draft& d) { d.tracks[1].segments[0].accents = {Accent{}}; }},
        Breach{"t[1].sg[0].m.place", [](Draft& d) { d.tracks[1].segments[0].style.font = "x"; }},
        Breach{"t[2].sg[0].m.size_pct", [](Draft& d) { d.tracks[2].segments[0].style.size_pct = 101; }},
        Breach{"t[2].sg[0].m.colour", [](Draft& d) { d.tracks[2].segments[0].style.colour = "#12345g"; }},
        Breach{"m.recipe.clips", [](Draft& d) { d.recipe->clips[0] = "\xff"; }},
        Breach{"t[0].sg[0].m.fade_in_us", [](Draft& d) { clip(d).level.fade_in = Time{-1}; }},
        Breach{"t[0].sg[0].m.fade_out_us", [](Draft& d) { clip(d).level.fade_out = Time{-1}; }},
        Breach{"t[0].sg[0].m.gain_db", [](Draft& d) { clip(d).level.gain_db = 24.1; }},
        Breach{"t[0].sg[0].m.gain_db", [](Draft& d) { clip(d).level.gain_db = kNan; }},
        Breach{"t[0].sg[0].m.focus[0]", [](Draft& d) { clip(d).framing.focus_x = -0.1; }},
        Breach{"t[0].sg[0].m.focus[1]", [](Draft& d) { clip(d).framing.focus_y = kNan; }},
        Breach{"t[0].sg[0].m.view_from[0]", [](Draft& d) { clip(d).framing.from.zoom = 0.9; }},
        Breach{"t[0].sg[0].m.view_to[1]", [](Draft& d) { clip(d).framing.to.x = 1.1; }},
        Breach{"t[0].sg[0].m.view_to[2]", [](Draft& d) { clip(d).framing.to.y = 1.1; }},
        Breach{"t[0].sg[0].m.beat", [](Draft& d) { clip(d).beat = -1; }},
        Breach{"t[0].sg[0].m.text", [](Draft& d) { clip(d).text = "x"; }},
        Breach{"t[0].sg[0].m.source", [](Draft& d) { clip(d).source = std::string("a\0b", 3); }},
        Breach{"t[2].sg[0].m.source", [](Draft& d) { d.tracks[2].segments[0].source = "a.mp4"; }},
        Breach{"t[2].sg[0].m.text", [](Draft& d) { d.tracks[2].segments[0].text = "\xC3("; }},
        Breach{"t[0].m.name", [](Draft& d) { d.tracks[0].name = "\xED\xA0\x80"; }},
        Breach{"t[0].sg[0]", [](Draft& d) { clip(d).extra = R"({"d":1})"; }},
        Breach{"t[0].sg[0].m", [](Draft& d) { clip(d).extra_meta = R"({"source":"x"})"; }},
        Breach{"t[0].sg[0].m", [](Draft& d) { clip(d).extra_meta = "[1]"; }},
        Breach{"t[0]", [](Draft& d) { d.tracks[0].extra = "{"; }},
        Breach{"t[0].m", [](Draft& d) { d.tracks[0].extra_meta = R"({"duck":1})"; }},
        Breach{"draft", [](Draft& d) { d.extra = R"({"t":[]})"; }},
        Breach{"m", [](Draft& d) { d.extra_meta = R"({"format":2})"; }}));

TEST(Draft, SegmentsOfAllTracksCount) {
    Draft d;
    Track track;
    for (std::int64_t i = 0; i < 50'001; ++i) {
        Segment s;
        s.frames = {i, i + 1};
        track.segments.push_back(s);
    }
    d.tracks = {track};
    EXPECT_TRUE(validate(d));
    d.tracks = {track, track};
    EXPECT_FALSE(validate(d));
}

TEST(Draft, LongestLengthIsBounded) {
    Draft d;
    Segment s;
    s.frames = {0, d.canvas.fps.nearest_index(kMaxLength)};
    d.tracks = {{TrackKind::video, "", {s}, false, "", ""}};
    EXPECT_TRUE(validate(d));
    d.tracks[0].segments[0].frames.end += 1;
    EXPECT_FALSE(validate(d));
}

}  // namespace
}  // namespace beatsync::draft
