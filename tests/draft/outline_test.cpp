#include "draft/outline.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "draft/draft_json.h"
#include "draft/summary.h"
#include "sample.h"

namespace beatsync::draft {
namespace {

std::vector<OutlineTrack> read(std::string_view json) {
    auto tracks = read_outline(json);
    EXPECT_TRUE(tracks.has_value()) << json;
    return tracks ? *std::move(tracks) : std::vector<OutlineTrack>{};
}

std::string line(std::string_view json) {
    return outline_summary_line(read(json));
}

constexpr std::string_view kServiceDraft = R"({"t":[
  {"tt":0,"sg":[{"d":10000,"m":{"name":"city timelapse"}}]},
  {"tt":1,"sg":[{"d":10000,"m":{"name":"Lo-fi","volume":0.35}}]},
  {"tt":7,"sg":[{"d":3000,"m":{"text":"Urban Dreams"}}]}]})";

TEST(Outline, OfAServicesDraftIsTheProtocolsLine) {
    EXPECT_EQ(line(kServiceDraft),
              "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
              "3. Title: \"Urban Dreams\" (0-3s)");
}

TEST(Outline, OfOneOfOursReadsFromJsonAsFromTheDraft) {
    const Draft draft = test::sample_draft();
    EXPECT_EQ(line(to_json(draft)), summary_line(draft));
}

TEST(Outline, AddsUpLengths) {
    const auto tracks =
        read(R"({"t":[{"tt":0,"sg":[{"d":1500,"m":{"name":"a"}},{"d":250.5,"m":{"name":"b"}}]}]})");
    ASSERT_EQ(tracks.size(), 1U);
    ASSERT_EQ(tracks[0].segments.size(), 2U);
    EXPECT_EQ(tracks[0].segments[1].begin, Time{1'500'000});
    EXPECT_EQ(tracks[0].segments[1].end, Time{1'750'500});
}

TEST(Outline, TakesNamesWhereItFindsThem) {
    const auto label = [](const std::string& segment) {
        const auto tracks = read(R"({"t":[{"tt":0,"sg":[)" + segment + "]}]}");
        return tracks.at(0).segments.at(0).label;
    };
    EXPECT_EQ(label(R"({"d":1,"m":{"name":"a/b: a film"}})"), "a/b: a film");
    EXPECT_EQ(label(R"({"d":1,"m":{"source":"clips/a.mp4"}})"), "a.mp4");
    EXPECT_EQ(label(R"({"d":1,"m":{"file":"a.mp4"}})"), "a.mp4");
    EXPECT_EQ(label(R"({"d":1,"m":{"file_name":"a.mp4"}})"), "a.mp4");
    EXPECT_EQ(label(R"({"d":1,"url":"https://h/p/a.mp4?x=/y"})"), "a.mp4");
    EXPECT_EQ(label(R"({"d":1,"m":{"title":"sunset"}})"), "sunset");
    EXPECT_EQ(label(R"({"d":1,"m":{"name":7,"file":"a.mp4"}})"), "a.mp4");
    EXPECT_EQ(label(R"({"d":1})"), "");
}

TEST(Outline, TakesTextsWhereItFindsThem) {
    for (const char* name : {"text", "title", "content"}) {
        const auto tracks =
            read(std::string(R"({"t":[{"tt":7,"sg":[{"d":1,"m":{")") + name + R"(":"Hi"}}]}]})");
        EXPECT_EQ(tracks.at(0).segments.at(0).text, "Hi") << name;
    }
}

TEST(Outline, TakesVolumesInAnyUnit) {
    const auto volume = [](const std::string& meta) {
        const auto tracks = read(R"({"t":[{"tt":1,"sg":[{"d":1,"m":{)" + meta + "}}]}]}");
        return tracks.at(0).segments.at(0).volume;
    };
    EXPECT_NEAR(volume(R"("gain_db":-6.0206)").value_or(9), 0.5, 1e-5);
    EXPECT_EQ(volume(R"("volume":0.35)"), 0.35);
    EXPECT_EQ(volume(R"("volume_percent":35)"), 0.35);
    EXPECT_EQ(volume(R"("volume":"loud")"), std::nullopt);
    EXPECT_EQ(volume(R"("volume":1e300)"), 100.0);
    EXPECT_EQ(volume(R"("gain_db":1e300)"), 100.0);
    EXPECT_EQ(volume(R"("volume":-1)"), 0.0);
}

TEST(Outline, TellsGapsFromSegmentsThatSayNothing) {
    const auto tracks =
        read(R"({"t":[{"tt":0,"sg":[{"d":1000},{"d":500,"m":{"name":"a"}}]},{"tt":0,"sg":[{"d":1000}]}]})");
    EXPECT_TRUE(tracks.at(0).segments.at(0).gap);
    EXPECT_FALSE(tracks.at(0).segments.at(1).gap);
    EXPECT_FALSE(tracks.at(1).segments.at(0).gap);
    EXPECT_EQ(outline_summary_line(tracks),
              "Timeline (2 tracks): 1. Video: a (1-1.5s) 2. Video: unnamed (0-1s)");
}

TEST(Outline, CountsFilesOfTheSameNameInTwoFolders) {
    EXPECT_EQ(
        line(
            R"({"t":[{"tt":0,"sg":[{"d":1000,"m":{"source":"x/a.mp4"}},{"d":1000,"m":{"source":"y/a.mp4"}}]}]})"),
        "Timeline (1 track): 1. Video: 2 clips (0-2s)");
}

TEST(Outline, ReadsWhateverIsThere) {
    EXPECT_TRUE(read("").empty());
    EXPECT_TRUE(read("null").empty());
    EXPECT_TRUE(read("{}").empty());
    EXPECT_TRUE(read(R"({"t":7})").empty());
    EXPECT_EQ(line(R"({"t":[null,{"tt":"x","sg":{}},{"tt":9,"sg":[3,{"d":-5},{"d":"x","m":[]}]}]})"),
              "Timeline (3 tracks): 1. Other: empty (0-0s) 2. Other: empty (0-0s) 3. Other: unnamed (0-0s)");
}

TEST(Outline, LengthsOfAnySizeStayInRange) {
    const auto tracks = read(
        R"({"t":[{"tt":0,"sg":[{"d":1e308},{"d":9e18},{"d":9223372036854775807},{"d":1e17},{"d":1e17},{"d":1e17}]}]})");
    EXPECT_LE(tracks.at(0).segments.back().end, Time{4 * kMaxLength.us});
    EXPECT_FALSE(outline_summary_line(tracks).empty());
}

TEST(Outline, HostileJsonIsAnInputError) {
    std::string deep = R"({"t":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    for (const std::string& json :
         {std::string("{"), std::string("[]"), std::string("7"), std::string("{\"t\":[],\"t\":[]}"),
          std::string("{\"t\":\"\xff\"}"), deep, std::string("{} {}"), std::string(" ")}) {
        const auto tracks = read_outline(json);
        ASSERT_FALSE(tracks.has_value()) << json.substr(0, 40);
        EXPECT_EQ(tracks.error().code, Errc::input);
    }
}

}  // namespace
}  // namespace beatsync::draft
