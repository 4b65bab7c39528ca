#include "draft/draft_json.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "draft/sample.h"

namespace beatsync::draft {
namespace {

using nlohmann::json;

Draft read(const std::string& text) {
    auto result = from_json(text);
    EXPECT_TRUE(result) << describe(result.error()) << "\n" << text;
    return result ? *std::move(result) : Draft{};
}

/// A video track cut at these output frames.
Draft cut_at(const std::vector<std::int64_t>& ends, Rate fps) {
    Draft d;
    d.canvas.fps = fps;
    Track track;
    std::int64_t begin = 0;
    for (const std::int64_t end : ends) {
        Segment s;
        s.frames = {begin, end};
        s.source = "a.mp4";
        track.segments.push_back(s);
        begin = end;
    }
    d.tracks = {track};
    return d;
}

TEST(DraftJson, ReadsBackEqual) {
    const Draft d = test::sample_draft();
    EXPECT_EQ(read(to_json(d)), d);
}

TEST(DraftJson, SameBytesAgain) {
    const std::string once = to_json(test::sample_draft());
    EXPECT_EQ(to_json(read(once)), once);
}

TEST(DraftJson, OneSegmentALine) {
    const std::string text = to_json(cut_at({15, 30}, {30, 1}));
    EXPECT_EQ(text,
              "{\"m\":{\"format\":1,\"fps\":\"30\",\"height_px\":1920,\"width_px\":1080},\n"
              "\"t\":[\n"
              " {\"tt\":0,\"sg\":[\n"
              "  {\"d\":500,\"m\":{\"in_us\":0,\"source\":\"a.mp4\"}},\n"
              "  {\"d\":500,\"m\":{\"in_us\":0,\"source\":\"a.mp4\"}}]}]}\n");
}

TEST(DraftJson, StructuralKeysAreTheDocumentedFive) {
    Draft d = test::sample_draft();
    d.extra = d.tracks[0].extra = d.tracks[0].segments[0].extra = "";
    const json tree = json::parse(to_json(d));
    for (const auto& [key, value] : tree.items())
        EXPECT_THAT(key, ::testing::AnyOf("t", "m"));
    for (const json& track : tree["t"]) {
        for (const auto& [key, value] : track.items())
            EXPECT_THAT(key, ::testing::AnyOf("tt", "sg", "m"));
        for (const json& segment : track["sg"]) {
            EXPECT_TRUE(segment["d"].is_number_integer());
            for (const auto& [key, value] : segment.items())
                EXPECT_THAT(key, ::testing::AnyOf("d", "m"));
        }
    }
}

TEST(DraftJson, DurationsDoNotDriftAtAnyRate) {
    for (const Rate fps :
         {Rate{24000, 1001}, Rate{24, 1}, Rate{25, 1}, Rate{30000, 1001}, Rate{60000, 1001}, Rate{240, 1}}) {
        // Two hours in one piece, then single frames: the worst for rounding.
        const std::int64_t long_way = fps.nearest_index(Time::from_ms(7'200'000));
        std::vector<std::int64_t> ends;
        for (std::int64_t i = 0; i < 2'000; ++i)
            ends.push_back(long_way + i);
        const Draft d = cut_at(ends, fps);
        ASSERT_EQ(read(to_json(d)), d) << fps.num << '/' << fps.den;
        std::int64_t sum = 0;
        const json tree = json::parse(to_json(d));
        for (const json& s : tree["t"][0]["sg"])
            sum += s["d"].get<std::int64_t>();
        EXPECT_EQ(sum, mul_div(fps.time_of(ends.back()).us, 1, 1000));
    }
}

TEST(DraftJson, DurationChangedByHandLandsOnTheNearestFrame) {
    json tree = json::parse(to_json(cut_at({15, 30, 45}, {30, 1})));
    tree["t"][0]["sg"][0]["d"] = 520;  // 15.6 frames
    tree["t"][0]["sg"][1]["d"] = 490;  // 30.3 frames in all
    const Draft d = read(tree.dump());
    const auto& segments = d.tracks[0].segments;
    EXPECT_EQ(segments[0].frames, (FrameRange{0, 16}));
    EXPECT_EQ(segments[1].frames, (FrameRange{16, 30}));
    EXPECT_EQ(segments[2].frames, (FrameRange{30, 45}));
}

TEST(DraftJson, UnknownKeysSurviveAtEveryLevel) {
    const std::string text = R"({"a":{"x":[1,{"y":null}]},"m":{"b":1.5},"t":[{"tt":0,"c":"é","m":{"d":[]},)"
                             R"("sg":[{"d":1000,"e":-1,"m":{"f":{"g":true}}}]}]})";
    Draft d = read(text);
    d.tracks[0].segments[0].source = "new.mp4";
    const json after = json::parse(to_json(d));
    const json before = json::parse(text);
    EXPECT_EQ(after["a"], before["a"]);
    EXPECT_EQ(after["m"]["b"], 1.5);
    EXPECT_EQ(after["t"][0]["c"], "é");
    EXPECT_EQ(after["t"][0]["m"]["d"], json::array());
    EXPECT_EQ(after["t"][0]["sg"][0]["e"], -1);
    EXPECT_EQ(after["t"][0]["sg"][0]["m"]["f"], before["t"][0]["sg"][0]["m"]["f"]);
    EXPECT_EQ(after["t"][0]["sg"][0]["m"]["source"], "new.mp4");
}

TEST(DraftJson, DraftOfTheServiceIsReadable) {
    const Draft d = read(R"({"id":"x","t":[{"tt":0,"sg":[{"d":10000,"u":"https://a/b.mp4"}]},)"
                         R"({"tt":1,"sg":[{"d":10000}]},{"tt":7,"sg":[{"d":3000}]}]})");
    EXPECT_EQ(d.canvas, (Canvas{1080, 1920, {30, 1}}));
    ASSERT_EQ(d.tracks.size(), 3U);
    EXPECT_EQ(d.tracks[2].kind, TrackKind::text);
    EXPECT_EQ(d.length_frames(), 300);
    EXPECT_TRUE(d.tracks[0].segments[0].is_gap());
    EXPECT_EQ(d.tracks[0].segments[0].extra, R"({"u":"https://a/b.mp4"})");
}

TEST(DraftJson, FileNamesThatAreNotUtf8Survive) {
    Draft d = cut_at({30}, {30, 1});
    d.tracks[0].segments[0].source = "caf\xE9.mp4";
    EXPECT_EQ(read(to_json(d)), d);
}

TEST(DraftJson, WholeNumbersMayBeWrittenWithAPoint) {
    EXPECT_EQ(read(R"({"t":[{"tt":0.0,"sg":[{"d":1e3}]}]})").length_frames(), 30);
}

TEST(DraftJson, RandomDraftsReadBackEqual) {
    std::mt19937_64 random(20240611);  // fixed: a failure is repeatable
    const auto up_to = [&](std::int64_t n) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n + 1));
    };
    const std::vector<Rate> rates = {{24, 1}, {30000, 1001}, {60, 1}, {60000, 1001}, {123, 7}};
    for (int i = 0; i < 200; ++i) {
        std::vector<std::int64_t> ends;
        for (std::int64_t n = up_to(40), end = 0; n > 0; --n)
            ends.push_back(end += 1 + up_to(500));
        Draft d = cut_at(ends, rates[static_cast<std::size_t>(up_to(4))]);
        for (Segment& s : d.tracks[0].segments) {
            s.in = Time{up_to(kMaxLength.us)};
            s.level.gain_db = static_cast<double>(up_to(144'000'000)) / 1e6 - 120;
            s.framing.to = {1 + static_cast<double>(up_to(1'000'000'007)) / 1e9, 1.0 / 3, 2.0 / 3};
            if (up_to(1) == 1) s.beat = up_to(1'000'000'000'000);
        }
        ASSERT_EQ(read(to_json(d)), d) << "draft " << i;
    }
}

}  // namespace
}  // namespace beatsync::draft
