#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "interchange/beat_files.h"

namespace beatsync::interchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Time kMinute = Time::from_ms(60'000);

struct Read {
    std::vector<std::int64_t> ms;
    std::vector<int> positions;
};

Read read(std::string_view text, Time duration = kMinute) {
    const auto grid = read_beats(text, duration);
    EXPECT_TRUE(grid) << (grid ? "" : describe(grid.error()));
    Read out;
    if (!grid) return out;
    for (const auto& beat : grid->beats) {
        out.ms.push_back(beat.at.us / 1000);
        out.positions.push_back(beat.position_in_bar);
    }
    return out;
}

std::string error(std::string_view text, Time duration = kMinute) {
    const auto grid = read_beats(text, duration);
    EXPECT_FALSE(grid) << text;
    if (grid) return {};
    EXPECT_EQ(grid.error().code, Errc::input);
    return grid.error().message;
}

TEST(ReadBeats, BeatsFiles) {
    const Read tabs = read("0.500\t4\n1.000\t1\n");
    EXPECT_THAT(tabs.ms, ElementsAre(500, 1000));
    EXPECT_THAT(tabs.positions, ElementsAre(4, 1));
    EXPECT_THAT(read("0.5   4\n 1.0 1 \n").positions, ElementsAre(4, 1)) << "spaces";
    EXPECT_THAT(read("0.5 1.0\n1.0 2.0").positions, ElementsAre(1, 2)) << "positions as decimals";
    EXPECT_THAT(read("0.5\t1\t17\n1.0\t2\t17\n").positions, ElementsAre(1, 2)) << "with the bar's number";
}

TEST(ReadBeats, BareSeconds) {
    const Read bare = read("0.5\n1\n1.5e0\n");
    EXPECT_THAT(bare.ms, ElementsAre(500, 1000, 1500));
    EXPECT_THAT(bare.positions, ElementsAre(0, 0, 0));
}

TEST(ReadBeats, Csv) {
    EXPECT_THAT(read("0.5,4\n1.0,1\n").positions, ElementsAre(4, 1));
    EXPECT_THAT(read("0.5;4\n1.0;1\n").positions, ElementsAre(4, 1));
    const Read headed = read("Beat,Ignored,\"TIME\"\n1,x,0.5\n2,\"y\",1.0\n");
    EXPECT_THAT(headed.ms, ElementsAre(500, 1000));
    EXPECT_THAT(headed.positions, ElementsAre(1, 2));
    const auto strong = read_beats("time,strength\n0.5,0.25\n1,7\n", kMinute);
    ASSERT_TRUE(strong);
    EXPECT_FLOAT_EQ(strong->beats[0].strength, 0.25F);
    EXPECT_FLOAT_EQ(strong->beats[1].strength, 1) << "clamped";
}

TEST(ReadBeats, AudacityLabels) {
    const Read labels = read(
        "0.500000\t0.500000\t4\n1.000000\t1.000000\t2.1\n\\\t100.0\t200.0\n1.500000\t1.700000\tVerse, "
        "loud\n2.000000\t2.000000\t\n2.500000\t2.500000\n");
    EXPECT_THAT(labels.ms, ElementsAre(500, 1000, 1500, 2000, 2500));
    EXPECT_THAT(labels.positions, ElementsAre(4, 1, 0, 0, 0));
}

TEST(ReadBeats, WhatWeWriteReadsBack) {
    music::BeatGrid grid;
    grid.duration = Time::from_ms(4'000'000);
    grid.beats = {{Time{512'345}, 1, 4}, {Time{1'012'345}, 1, 1}, {Time{3'723'000'001}, 1, 2}};
    for (const auto& text :
         {to_beats(grid), to_csv(grid), to_audacity_labels(grid), to_reaper_markers(grid)}) {
        const auto back = read_beats(text, grid.duration);
        ASSERT_TRUE(back) << text << describe(back.error());
        EXPECT_EQ(back->beats, grid.beats) << text;
    }
}

TEST(ReadBeats, TakesWhateverAnEditorSaves) {
    EXPECT_THAT(read("\xEF\xBB\xBF"
                     "0.5\t1\r\n1.0\t2\r\n")
                    .ms,
                ElementsAre(500, 1000));
    EXPECT_THAT(read("0.5\r1.0").ms, ElementsAre(500, 1000)) << "old Macintosh";
    EXPECT_THAT(read("# tapped\n\n0.5\n   \n#0.7\n1.0\n\n").ms, ElementsAre(500, 1000));
}

TEST(ReadBeats, SortsAndMerges) {
    const Read merged = read("2.0\t3\n1.0\t2\n1.0\t0\n0.5\t0\n0.5\t1\n");
    EXPECT_THAT(merged.ms, ElementsAre(500, 1000, 2000));
    EXPECT_THAT(merged.positions, ElementsAre(1, 2, 3)) << "what either of a pair knew";
}

TEST(ReadBeats, LeavesOutWhatIsAfterTheSong) {
    EXPECT_THAT(read("1\n59.999\n60.0\n61\n").ms, ElementsAre(1000, 59'999));
    EXPECT_THAT(error("61\n62\n"), HasSubstr("after the end of the song (1:00.000)"));
}

TEST(ReadBeats, SaysTempoAndDuration) {
    const auto grid = read_beats("1\n1.5\n2\n2.5\n9\n", {});
    ASSERT_TRUE(grid);
    EXPECT_DOUBLE_EQ(grid->tempo_bpm, 120);
    EXPECT_EQ(grid->duration, Time::from_ms(9500)) << "a beat after the last";
    EXPECT_EQ(grid->confidence, 1);
    EXPECT_EQ(read_beats("1\n", kMinute)->tempo_bpm, 0);
    EXPECT_EQ(read_beats("1\n", kMinute)->duration, kMinute);
}

TEST(ReadBeats, NamesTheLineThatIsWrong) {
    EXPECT_EQ(error("0.5\n\n# c\nnonsense\n"), "line 4: \"nonsense\" is not a time in seconds");
    EXPECT_EQ(error("0.5\r\nnan\r\n"), "line 2: \"nan\" is not a time in seconds");
    EXPECT_EQ(error("inf\n"), "line 1: \"inf\" is not a time in seconds");
    EXPECT_EQ(error("1e999\n"), "line 1: \"1e999\" is not a time in seconds");
    EXPECT_EQ(error("-0.5\n"), "line 1: a beat before the song begins");
    EXPECT_EQ(error("2000000\n"), "line 1: a time later than any song");
    EXPECT_EQ(error("0.5\tx\n"), "line 1: \"x\" is not a position in a bar");
    EXPECT_EQ(error("0.5\t-1\n"), "line 1: \"-1\" is not a position in a bar");
    EXPECT_EQ(error("0.5\t256\n"), "line 1: \"256\" is not a position in a bar");
    EXPECT_EQ(error("0,512;1\n"), "line 1: \"0,512\" is not a time in seconds") << "a decimal comma";
    EXPECT_EQ(error("time,strength\n1,loud\n"), "line 2: \"loud\" is not a strength");
    EXPECT_EQ(error("x,position\n1,2\n"), "line 1: \"x\" is not a time in seconds")
        << "a header without times";
}

TEST(ReadBeats, ShowsNoControlCharacters) {
    EXPECT_EQ(error("\x1B[2Jboo\n"), "line 1: \"?[2Jboo\" is not a time in seconds");
    EXPECT_LT(error(std::string(100'000, 'x')).size(), 100U);
}

TEST(ReadBeats, RefusesWhatIsNoText) {
    EXPECT_THAT(error(std::string("0\0.\0005\0", 6)), HasSubstr("not a text file"));
    EXPECT_THAT(error(""), HasSubstr("no beats"));
    EXPECT_THAT(error("# only\n\n"), HasSubstr("no beats"));
}

TEST(ReadBeats, IsBounded) {
    std::string many;
    for (std::size_t i = 0; i <= kMaxBeats; ++i)
        many += "1\n";
    EXPECT_EQ(error(many), "line 200001: more than 200000 beats");
    EXPECT_THAT(error(std::string(kMaxBeatsBytes + 1, '\n')), HasSubstr("bytes"));
    EXPECT_THAT(read("1" + std::string(100'000, '\t')).ms, ElementsAre(1000)) << "fields";
}

}  // namespace
}  // namespace beatsync::interchange
