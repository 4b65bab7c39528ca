#include "report/draft_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "report/text.h"

namespace beatsync::report {
namespace {

using testing::HasSubstr;

draft::Segment piece(std::int64_t begin, std::int64_t end, std::string source, Time in) {
    draft::Segment segment;
    segment.frames = {begin, end};
    segment.source = std::move(source);
    segment.in = in;
    return segment;
}

draft::Draft sample_draft() {
    draft::Draft d;
    d.canvas = {1080, 1920, {30, 1}};
    d.loudness_lufs = -14;
    draft::Track video;
    video.name = "city";
    video.segments = {piece(0, 15, "clips/a.mp4", Time::from_ms(3200)), piece(15, 90, "clips/b.mp4", {})};
    video.segments[0].beat = 0;
    video.segments[1].beat = 2;
    video.segments[1].framing.to.zoom = 1.15;
    video.segments[1].framing.fit = draft::Fit::blur;
    draft::Track music;
    music.kind = draft::TrackKind::audio;
    music.segments = {piece(0, 90, "song.mp3", Time::from_ms(31'250))};
    music.segments[0].level = {-9.12, Time::from_ms(10), Time::from_ms(10)};
    d.tracks = {video, music};
    return d;
}

TEST(DraftTable, SaysWhatIsWhere) {
    EXPECT_EQ(draft_table(sample_draft()),
              "1080x1920, 30 fps, 0:03.000 (90 frames), 2 tracks, mixed to -14 LUFS\n"
              "\n"
              "Track 1: video \"city\", 2 segments\n"
              "  #  frames      time  length  source             in  beat\n"
              "  1    0-15  0:00.000   0.500  clips/a.mp4  0:03.200     1\n"
              "  2   15-90  0:00.500   2.500  clips/b.mp4  0:00.000     3  blur, zoom 1 to 1.15\n"
              "\n"
              "Track 2: audio, 1 segment\n"
              "  #  frames      time  length  source          in  beat\n"
              "  1    0-90  0:00.000   3.000  song.mp3  0:31.250        -9.12 dB, fade in 0.01 s, fade out "
              "0.01 s\n");
}

TEST(DraftTable, MentionsEffects) {
    draft::Draft d = sample_draft();
    draft::Segment& first = d.tracks[0].segments[0];
    first.retime = {{}, {Time{500'000}, Time{900'000}}, {Time{600'000}, Time{900'000}}};
    draft::Segment& second = d.tracks[0].segments[1];
    second.framing = {};
    second.transition = {draft::TransitionKind::fade, 12};
    second.retime = {{}, {Time{500'000}, Time{900'000}}};
    second.accents = {{draft::AccentKind::punch, 0, 9, 0.1},
                      {draft::AccentKind::punch, 30, 9, 0.1},
                      {draft::AccentKind::flash, 30, 6, 0.5}};
    const std::string table = draft_table(d);
    EXPECT_THAT(table, HasSubstr("     1  freeze\n"));
    EXPECT_THAT(table, HasSubstr("cross-fade of 12 frames, speed ramp, 2 punches, flash\n"));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

TEST(DraftTable, WideNamesLineUp) {
    auto d = sample_draft();
    d.tracks[0].segments[0].source = "\xE5\xA4\x9C\xE3\x81\xAE.mp4";
    const auto lines = lines_of(draft_table(d));
    const auto columns_before = [&](const std::string& line, const char* mark) {
        return display_width(line.substr(0, line.find(mark)));
    };
    EXPECT_EQ(columns_before(lines[4], "0:03.200"), columns_before(lines[5], "0:00.000  "));
}

TEST(DraftTable, NamesCannotCommandTheTerminal) {
    auto d = sample_draft();
    d.tracks[0].name = "\x1B]0;owned\x07";
    d.tracks[0].segments[0].source = "a\n\x1B[31mred.mp4";
    d.tracks[0].segments[1].source.clear();
    d.tracks[0].segments[1].text = "line\nbreak";
    const std::string table = draft_table(d);
    EXPECT_EQ(table.find('\x1B'), std::string::npos);
    EXPECT_EQ(lines_of(table).size(), lines_of(draft_table(sample_draft())).size());
}

TEST(DraftTable, GapsAndEmptyTracksAreSaid) {
    auto d = sample_draft();
    d.tracks[0].segments[1].source.clear();
    d.tracks[1].segments.clear();
    const std::string table = draft_table(d);
    EXPECT_THAT(table, HasSubstr("(gap)"));
    EXPECT_THAT(table, HasSubstr("Track 2: audio, 0 segments\n"));
    EXPECT_THAT(draft_table(draft::Draft{}), HasSubstr("(0 frames), 0 tracks\n"));
}

}  // namespace
}  // namespace beatsync::report
