#include "draft/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "draft/draft.h"

namespace beatsync::draft {
namespace {

using ::testing::HasSubstr;

Segment shown(FrameRange frames, const std::string& source) {
    Segment s;
    s.frames = frames;
    s.source = source;
    return s;
}

Segment titled(FrameRange frames, const std::string& text) {
    Segment s;
    s.frames = frames;
    s.text = text;
    return s;
}

Track track(TrackKind kind, std::vector<Segment> segments, const std::string& name = "") {
    return {kind, name, std::move(segments), false, "", ""};
}

/// The protocol's own example.
Draft example() {
    Draft d;
    Segment song = shown({0, 300}, "music/Lo-fi.mp3");
    song.level.gain_db = -9.12;
    d.tracks = {track(TrackKind::video, {shown({0, 300}, "clips/city timelapse.mp4")}),
                track(TrackKind::audio, {song}), track(TrackKind::text, {titled({0, 90}, "Urban Dreams")})};
    return d;
}

TEST(Summary, IsTheProtocolsLine) {
    EXPECT_EQ(summary_line(example()),
              "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
              "3. Title: \"Urban Dreams\" (0-3s)");
}

TEST(Summary, CountsClipsAndNamesTracks) {
    Draft d = example();
    d.tracks.resize(1);
    d.tracks[0].segments = {shown({0, 30}, "a.mp4"), shown({30, 61}, "b.mp4"), shown({61, 90}, "a.mp4")};
    EXPECT_EQ(summary_line(d), "Timeline (1 track): 1. Video: 2 clips (0-3s)");
    d.tracks[0].name = "Holiday";
    EXPECT_EQ(summary_line(d), "Timeline (1 track): 1. Video: Holiday (0-3s)");
}

TEST(Summary, LeavesOutGapsAtTheEdges) {
    Draft d;
    d.tracks = {
        track(TrackKind::text, {titled({0, 60}, ""), titled({60, 135}, "Hi"), titled({135, 150}, "")}),
        track(TrackKind::video, {shown({0, 60}, ""), shown({60, 135}, "a.mp4"), shown({135, 150}, "")})};
    EXPECT_EQ(summary_line(d), "Timeline (2 tracks): 1. Title: \"Hi\" (2-4.5s) 2. Video: a (2-4.5s)");
}

TEST(Summary, EmptyTracksAreSaid) {
    Draft d;
    d.tracks = {track(TrackKind::video, {}), track(TrackKind::text, {})};
    EXPECT_EQ(summary_line(d), "Timeline (2 tracks): 1. Video: empty (0-0s) 2. Title: empty");
    EXPECT_EQ(summary_line(Draft{}), "Timeline (0 tracks):");
}

TEST(Summary, CanNotUpsetATerminal) {
    Draft d = example();
    d.tracks[2].segments[0].text = "a\x1b[31m\nb" + std::string(59, 'x') + "é";
    const std::string line = summary_line(d);
    EXPECT_EQ(line.find('\x1b'), std::string::npos);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_THAT(line, HasSubstr("…\" (0-3s)"));
}

TEST(Summary, CutsLongNamesBetweenCharacters) {
    Draft d = example();
    d.tracks[0].name = std::string(59, 'x') + "é";
    EXPECT_THAT(summary_line(d), HasSubstr("Video: " + std::string(59, 'x') + "… ("));
}

TEST(Summary, NamesManyTitles) {
    Draft d;
    d.tracks = {track(TrackKind::text, {titled({0, 30}, "A"), titled({30, 60}, "B"), titled({60, 90}, "C"),
                                        titled({90, 120}, "D"), titled({120, 150}, "E")})};
    EXPECT_EQ(summary_line(d),
              "Timeline (1 track): 1. Title: \"A\" (0-1s), \"B\" (1-2s), \"C\" (2-3s), 2 more");
}

}  // namespace
}  // namespace beatsync::draft
