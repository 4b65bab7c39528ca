#include "interchange/annotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace beatsync::interchange {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Annotation read(std::string_view text) {
    auto annotation = read_annotation(text);
    EXPECT_TRUE(annotation) << (annotation ? "" : describe(annotation.error()));
    return annotation ? *std::move(annotation) : Annotation();
}

std::string error(std::string_view text) {
    const auto annotation = read_annotation(text);
    EXPECT_FALSE(annotation) << text;
    if (annotation) return {};
    EXPECT_EQ(annotation.error().code, Errc::input);
    return annotation.error().message;
}

std::string jams(const std::string& annotations) {
    return R"({"file_metadata": {"title": "NaN \"Infinity\""}, "annotations": [)" + annotations + "]}";
}

TEST(ReadAnnotation, TimesAndPositions) {
    const Annotation beats = read("0.5\t1\n1.0\t2\n1.5\t1\n");
    EXPECT_THAT(beats.times, ElementsAre(0.5, 1.0, 1.5));
    EXPECT_THAT(beats.downbeats, ElementsAre(0.5, 1.5));
    EXPECT_THAT(beats.remarks, IsEmpty());
    EXPECT_THAT(read("0.5\n1.0\n").downbeats, IsEmpty()) << "no bars are known";
}

TEST(ReadAnnotation, KeepsEveryDigit) {
    EXPECT_THAT(read("3.572970521541950273e+00\n4.0402721088435376\n").times,
                ElementsAre(3.572970521541950273, 4.0402721088435376));
    EXPECT_THAT(read("0.1000001\n0.1000002\n").times, ElementsAre(0.1000001, 0.1000002))
        << "less than a microsecond apart";
}

TEST(ReadAnnotation, ColumnsByName) {
    EXPECT_THAT(read("time\tdownbeat\n0.5\t1\n1.0\t0\n1.5\tTrue\n2\tno\n").downbeats, ElementsAre(0.5, 1.5));
    EXPECT_THAT(read("is_downbeat,beat_time\n0,0.5\n1,1.0\n").downbeats, ElementsAre(1.0));
    EXPECT_EQ(error("time,downbeat\n0.5,perhaps\n"),
              "line 2: \"perhaps\" does not say whether it is a downbeat");
}

TEST(ReadAnnotation, Labels) {
    EXPECT_THAT(read("0.500000\t0.500000\t4\n1.000000\t1.000000\t1\n").downbeats, ElementsAre(1.0));
    EXPECT_THAT(read("0.5\t0.5\tdb,4/4,0\n1.0\t1.0\tb\n1.5\t1.5\tDownbeat\n").downbeats,
                ElementsAre(0.5, 1.5));
}

TEST(ReadAnnotation, WhateverAnEditorSaves) {
    EXPECT_THAT(read("\xEF\xBB\xBF# mine\r\n0.5\r\n\r\n1.0").times, ElementsAre(0.5, 1.0));
    EXPECT_THAT(read("-0.02 1\n0.5 2\n").times, ElementsAre(-0.02, 0.5)) << "before the file begins";
    EXPECT_THAT(read("").times, IsEmpty());
    EXPECT_THAT(read("# nothing but this\n").times, IsEmpty());
}

TEST(ReadAnnotation, SaysWhatItMended) {
    const Annotation mended = read("2 1\n1 2\n1 1\n3 2\n");
    EXPECT_THAT(mended.times, ElementsAre(1, 2, 3));
    EXPECT_THAT(mended.downbeats, ElementsAre(1, 2));
    EXPECT_THAT(mended.remarks,
                ElementsAre(HasSubstr("not in order"), HasSubstr("1 of its beats is there twice")));
}

TEST(ReadAnnotation, NamesTheLineThatIsWrong) {
    EXPECT_EQ(error("0.5\nnan\n"), "line 2: \"nan\" is not a time in seconds");
    EXPECT_EQ(error("0.5 1\n\n# c\n1.0 first\n"), "line 4: \"first\" is not a position in a bar");
    EXPECT_EQ(error("0.5 0.98\n"), "line 1: \"0.98\" is not a position in a bar");
    EXPECT_THAT(error("-7200\n"), HasSubstr("line 1: a beat before the song begins"));
}

TEST(ReadAnnotation, Junk) {
    EXPECT_EQ(error(std::string("\x7F"
                                "ELF\0\1",
                                6)),
              "not a text file");
    EXPECT_THAT(error("\x89PNG\r\n\x1A\n"), HasSubstr("line 1: \"?PNG\" is not a time"));
    EXPECT_THAT(error("0.5\n1e9\n"), HasSubstr("line 2: a time later than any song"));
}

TEST(ReadJams, BeatsWithAndWithoutPositions) {
    const Annotation plain = read(
        jams(R"({"namespace": "beat", "data": [{"time": 0.5, "duration": 0, "value": 1, "confidence": NaN},
                      {"time": 1, "duration": 0, "value": 2.0, "confidence": null},
                      {"time": 1.5, "value": null}]})"));
    EXPECT_THAT(plain.times, ElementsAre(0.5, 1, 1.5));
    EXPECT_THAT(plain.downbeats, ElementsAre(0.5));
}

TEST(ReadJams, PositionsWin) {
    const Annotation both = read(jams(
        R"({"namespace": "chord", "data": []}, {"namespace": "beat", "data": [{"time": 9, "value": null}]},
           {"namespace": "beat_position", "data": [
             {"time": 0.25, "value": {"position": 4, "measure": 0, "num_beats": 4, "beat_units": 4}},
             {"time": 0.75, "value": {"position": 1, "measure": 1, "num_beats": 4, "beat_units": 4}}]},
           {"namespace": "tempo", "data": [{"time": 0, "value": 60, "confidence": 0.2},
                                           {"time": 0, "value": 120, "confidence": 0.8}]})"));
    EXPECT_THAT(both.times, ElementsAre(0.25, 0.75));
    EXPECT_THAT(both.downbeats, ElementsAre(0.75));
    EXPECT_EQ(both.tempo_bpm, 120);
}

TEST(ReadJams, ListsAsTheFirstVersionsWroteThem) {
    EXPECT_THAT(read(jams(R"({"namespace": "beat", "data": {"time": [0.5, 1], "value": [1, 2]}})")).downbeats,
                ElementsAre(0.5));
}

TEST(ReadJams, SaysWhatIsWrong) {
    EXPECT_EQ(error("{}"), "JSON, but not JAMS: it has no list of annotations");
    EXPECT_THAT(error(jams(R"({"namespace": "chord", "data": []})")), HasSubstr("no annotation of beats"));
    EXPECT_EQ(error(jams(R"({"namespace": "beat", "data": [{"time": 1}, {"time": NaN}]})")),
              "annotation 1, beat 2: its time is no number of seconds");
    EXPECT_THAT(error(jams(R"({"namespace": "beat", "data": [{"time": 1, "value": 1.5}]})")),
                HasSubstr("1.5 is not a position"));
    EXPECT_THAT(error("{\n\"annotations\": [}\n"), HasSubstr("line 2, column"));
    EXPECT_THAT(error("{" + std::string(100, '[')), HasSubstr("line 1"));
}

TEST(ReadTempo, OneNumber) {
    EXPECT_EQ(*read_tempo("120.5\n"), 120.5);
    EXPECT_EQ(*read_tempo("\xEF\xBB\xBF 90 bpm\r\n"), 90);
    for (const char* wrong : {"", "fast", "0", "-3", "nan", "inf", "1,5"})
        EXPECT_FALSE(read_tempo(wrong)) << wrong;
}

TEST(AnnotationNames, ByTheirEnding) {
    EXPECT_TRUE(may_hold_beats("a.TXT"));
    EXPECT_TRUE(may_hold_beats("a.b.beats"));
    EXPECT_FALSE(may_hold_beats("beats"));
    EXPECT_FALSE(may_hold_beats(".beats"));
    EXPECT_FALSE(may_hold_beats("a.json"));
    EXPECT_TRUE(surely_holds_beats("a.jams"));
    EXPECT_FALSE(surely_holds_beats("a.txt"));
}

}  // namespace
}  // namespace beatsync::interchange
