#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "draft/draft_json.h"
#include "draft/json_guard.h"

namespace beatsync::draft {
namespace {

using ::testing::HasSubstr;

std::string repeated(const std::string& piece, std::size_t times) {
    std::string text;
    text.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        text += piece;
    return text;
}

/// A draft with one segment that has this `m`.
std::string with_meta(const std::string& m) {
    return R"({"t":[{"tt":0,"sg":[{"d":1000},{"d":1000},{"d":1000},{"d":1000,"m":)" + m + "}]}]}";
}

std::string refusal_of(const std::string& text) {
    const auto result = from_json(text);
    if (result) return "accepted";
    EXPECT_EQ(result.error().code, Errc::input) << text.substr(0, 200);
    EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
    return result.error().message;
}

TEST(HostileJson, PlaceIsNamed) {
    EXPECT_EQ(refusal_of(with_meta(R"({"in_us":-1})")), "t[0].sg[3].m.in_us: must not be negative");
}

TEST(HostileJson, NotJson) {
    for (const std::string text : {"",
                                   " ",
                                   "{",
                                   "}",
                                   "nul",
                                   "{\"t\":[]",
                                   "{\"t\":[]}}",
                                   "{\"t\":[]} x",
                                   "{\"t\":[],}",
                                   "{'t':[]}",
                                   "NaN",
                                   "{\"t\":[],\"x\":NaN}",
                                   "{\"t\":[],\"x\":Infinity}",
                                   "{\"t\":[],\"x\":0x10}",
                                   "{\"t\":[],\"x\":01}",
                                   "{\"t\":[],\"x\":\"\xff\"}",
                                   "{\"t\":[],\"x\":\"\xed\xa0\x80\"}",
                                   "{\"t\":[],\"x\":\"\\ud800\"}",
                                   "{\"t\":[],\"x\":\"\x01\"}",
                                   "\xEF\xBB\xBF"}) {
        EXPECT_THAT(refusal_of(text), HasSubstr("not valid JSON")) << text;
    }
    EXPECT_THAT(refusal_of(std::string("{\"t\":[]}\0", 9)), HasSubstr("not valid JSON"));
    EXPECT_EQ(refusal_of("{\n \"t\": [],\n \"x\": ?}"), "line 3, column 7: not valid JSON");
}

TEST(HostileJson, WrongTypes) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"[]", "draft: must be an object"},
        {"3", "draft: must be an object"},
        {"{}", "t: is missing"},
        {R"({"t":{}})", "t: must be an array"},
        {R"({"t":[3]})", "t[0]: must be an object"},
        {R"({"t":[{}]})", "t[0].tt: must be 0"},
        {R"({"t":[{"tt":2}]})", "t[0].tt: must be 0"},
        {R"({"t":[{"tt":"0"}]})", "t[0].tt: must be"},
        {R"({"t":[{"tt":0,"sg":3}]})", "t[0].sg: must be an array"},
        {R"({"t":[{"tt":0,"sg":[[]]}]})", "t[0].sg[0]: must be an object"},
        {R"({"t":[{"tt":0,"sg":[{}]}]})", "t[0].sg[0].d: is missing"},
        {R"({"t":[{"tt":0,"sg":[{"d":"1"}]}]})", "t[0].sg[0].d: must be a whole number"},
        {R"({"t":[{"tt":0,"sg":[{"d":1.5}]}]})", "t[0].sg[0].d: must be a whole number"},
        {R"({"t":[{"tt":0,"sg":[{"d":0}]}]})", "t[0].sg[0].d: must be at least one frame"},
        {R"({"t":[{"tt":0,"sg":[{"d":-5}]}]})", "t[0].sg[0].d: must not be negative"},
        {R"({"m":[],"t":[]})", "m: must be an object"},
        {R"({"m":{"format":2},"t":[]})", "m.format: must be 1"},
        {R"({"m":{"fps":30},"t":[]})", "m.fps: must be a string"},
        {R"({"m":{"fps":"0"},"t":[]})", "m.fps: must be a rate"},
        {R"({"m":{"fps":"1000"},"t":[]})", "m.fps: must be a rate"},
        {R"({"m":{"width_px":-2},"t":[]})", "m.width_px: must be even"},
        {R"({"m":{"width_px":1e12},"t":[]})", "m.width_px: must be even"},
        {R"({"m":{"seed":-1},"t":[]})", "m.seed: must be a whole number"},
        {R"({"m":{"loudness_lufs":"loud"},"t":[]})", "m.loudness_lufs: must be a number"},
        {with_meta(R"({"source":1})"), "t[0].sg[3].m.source: must be a string"},
        {with_meta(R"({"source_hex":"ABC"})"), "t[0].sg[3].m.source_hex: must be lower-case"},
        {with_meta(R"({"source":"a","source_hex":"61"})"), "t[0].sg[3].m.source_hex: source is there too"},
        {with_meta(R"({"still":1})"), "t[0].sg[3].m.still: must be true or false"},
        {with_meta(R"({"fit":"stretch"})"), "t[0].sg[3].m.fit: must be one of crop"},
        {with_meta(R"({"retime_us":[[0,0],[1]]})"), "t[0].sg[3].m.retime_us: must be pairs"},
        {with_meta(R"({"retime_us":[[0,0],[1,0.5]]})"), "t[0].sg[3].m.retime_us: must be pairs"},
        {with_meta(R"({"retime_us":7})"), "t[0].sg[3].m.retime_us: must be an array"},
        {with_meta(R"({"transition":"wipe"})"), "t[0].sg[3].m.transition: must be one of cut, fade"},
        {with_meta(R"({"accents":[{"kind":"punch"},3]})"), "t[0].sg[3].m.accents[1]: must be an object"},
        {with_meta(R"({"accents":[{"kind":"boom"}]})"), "t[0].sg[3].m.accents[0].kind: must be one of punch"},
        {with_meta(R"({"accents":[{"speed":1}]})"), "t[0].sg[3].m.accents[0].kind: nothing but"},
        {R"({"m":{"recipe":{"clips":["a",2]}},"t":[]})", "m.recipe.clips: must be an array of strings"},
        {with_meta(R"({"focus":[0.5]})"), "t[0].sg[3].m.focus: must be an array of 2 numbers"},
        {with_meta(R"({"view_to":[1,"0",0]})"), "t[0].sg[3].m.view_to: must be an array of 3 numbers"},
        {with_meta(R"({"beat":1e400})"), "a number too large"},
        {with_meta(R"({"in_us":1e300})"), "t[0].sg[3].m.in_us: must be a whole number"},
        {with_meta(R"({"in_us":18446744073709551615})"), "t[0].sg[3].m.in_us: must be a whole number"},
        {with_meta(R"({"in_us":9223372036854775807})"), "t[0].sg[3].m.in_us: must be at most"},
        {with_meta(R"({"gain_db":1e300})"), "t[0].sg[3].m.gain_db: must be -120 to 24"},
        {with_meta("null"), "t[0].sg[3].m: must be an object"},
    };
    for (const auto& [text, why] : cases)
        EXPECT_THAT(refusal_of(text), HasSubstr(why)) << text;
}

TEST(HostileJson, DurationsThatOverflowTogether) {
    EXPECT_THAT(refusal_of(R"({"t":[{"tt":0,"sg":[{"d":9223372036854775807},{"d":9223372036854775807}]}]})"),
                HasSubstr("t[0].sg[0].d: ends after"));
    EXPECT_THAT(refusal_of(R"({"t":[{"tt":0,"sg":[{"d":3600000000},{"d":1}]}]})"),
                HasSubstr("t[0].sg[1].d: ends after"));
}

TEST(HostileJson, KeysThatComeTwice) {
    EXPECT_EQ(refusal_of(R"({"t":[],"t":[]})"), "the key \"t\" is there twice");
    EXPECT_EQ(refusal_of(with_meta(R"({"x":{"y":1,"\u0079":2}})")), "the key \"y\" is there twice");
    EXPECT_EQ(refusal_of(R"({"t":[],"a":{"k":1},"b":{"k":1}})"), "accepted")
        << "the same key in two objects is fine";
}

TEST(HostileJson, DepthIsBounded) {
    const auto nested = [](std::size_t depth) {
        return R"({"t":[],"x":)" + repeated("[", depth) + repeated("]", depth) + "}";
    };
    EXPECT_EQ(refusal_of(nested(31)), "accepted");
    EXPECT_EQ(refusal_of(nested(32)), "nested more than 32 deep");
}

TEST(HostileJson, TenMegabytesOfBrackets) {
    constexpr std::size_t kTenMegabytes = 10U << 20U;
    EXPECT_EQ(refusal_of(std::string(kTenMegabytes, '[')), "nested more than 32 deep");
    EXPECT_EQ(refusal_of(repeated(R"({"a":)", kTenMegabytes / 5)), "nested more than 32 deep");
    EXPECT_THAT(refusal_of("[" + repeated("[],", kTenMegabytes / 3) + "[]]"),
                HasSubstr("more than 3000000 values"));
    EXPECT_THAT(refusal_of(std::string(kTenMegabytes, ']')), HasSubstr("not valid JSON"));
}

TEST(HostileJson, TooManyOfOurs) {
    EXPECT_THAT(refusal_of(R"({"t":[)" + repeated(R"({"tt":0},)", kMaxTracks) + R"({"tt":0}]})"),
                HasSubstr("t: at most 64"));
    EXPECT_THAT(
        refusal_of(R"({"t":[{"tt":0,"sg":[)" + repeated(R"({"d":40},)", kMaxSegments) + R"({"d":40}]}]})"),
        HasSubstr("t: at most 100000 segments"));
}

TEST(HostileJson, BytesAreBounded) {
    const JsonLimits small{16, 4, 100};
    EXPECT_TRUE(check_json(R"({"t":[1,2,3,4]})", small));
    EXPECT_FALSE(check_json(R"({"t":[1,2,3,4],"a":1})", small));
}

}  // namespace
}  // namespace beatsync::draft
