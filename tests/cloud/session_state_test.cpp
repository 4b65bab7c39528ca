#include "cloud/session_state.h"

#include <gtest/gtest.h>

#include <string>

namespace beatsync::cloud {
namespace {

SessionState parse(const std::string& body) {
    const auto state = parse_session_state(body);
    EXPECT_TRUE(state) << body << (state ? "" : describe(state.error()));
    return state.value_or(SessionState{});
}

/// The draft of an answer whose draft is this JSON.
std::string draft_of(const std::string& json) {
    return parse(R"({"code":0,"data":{"state":{"draft":)" + json + "}}}").draft;
}

TEST(SessionState, ReadsAllMembers) {
    const SessionState state = parse(
        R"({"code":0,"message":"success","data":{"state":{"draft":{"t":[{"tt":0,"sg":[]}],"d":10},
            "video_infos":[{"b":2,"a":1}],"canvas_config":{"w":1080},"generated_media":["x"]}}})");
    EXPECT_EQ(state.draft, R"({"d":10,"t":[{"sg":[],"tt":0}]})");
    EXPECT_EQ(state.video_infos, R"([{"a":1,"b":2}])");
    EXPECT_EQ(state.canvas_config, R"({"w":1080})");
    EXPECT_EQ(state.generated_media, R"(["x"])");
}

TEST(SessionState, ReadsEveryNesting) {
    const SessionState want{R"({"t":[]})", "", "", ""};
    for (const char* body : {R"({"data":{"state":{"draft":{"t":[]}}}})", R"({"state":{"draft":{"t":[]}}})",
                             R"({"data":{"draft":{"t":[]}}})", R"({"draft":{"t":[]}})",
                             R"({"data":{"state":{"draft":null},"draft":{"t":[]}}})",
                             R"({"data":{"state":null},"state":{"draft":{"t":[]}}})"})
        EXPECT_EQ(parse(body), want) << body;
}

TEST(SessionState, MembersMayBeMissing) {
    for (const char* body :
         {"{}", R"({"code":0,"data":{}})", R"({"data":{"state":{}}})", R"({"data":{"state":null}})",
          R"({"data":{"state":{"draft":null,"video_infos":null,"canvas_config":null}}})",
          R"({"state":{"draft":null,"generated_media":null}})", R"({"data":{"state":"none"}})"})
        EXPECT_EQ(parse(body), SessionState{}) << body;
}

TEST(SessionState, DraftMayBeAString) {
    EXPECT_EQ(draft_of(R"("{\"t\": [],\n \"d\": 5}")"), R"({"d":5,"t":[]})");
    EXPECT_EQ(draft_of(R"("{\"t\":[]}")"), draft_of(R"({"t":[]})"));
    for (const char* empty : {R"("")", R"(" \n")", R"("null")", R"(" null\n")", "null"})
        EXPECT_EQ(draft_of(empty), "") << empty;
}

TEST(SessionState, OtherDraftsAreRefused) {
    std::string deep = "\"{\\\"a\\\":";
    deep += std::string(100, '[') + std::string(100, ']') + "}\"";
    for (const std::string bad :
         {"7", "true", "[]", R"("text")", R"("[]")", R"("7")", R"("{\"t\":")", R"("\"{}\"")", deep.c_str()}) {
        const auto state = parse_session_state(R"({"data":{"state":{"draft":)" + bad + "}}}");
        ASSERT_FALSE(state) << bad;
        EXPECT_EQ(state.error().code, Errc::refused) << bad;
        EXPECT_NE(state.error().message.find("draft"), std::string::npos) << bad;
    }
}

TEST(SessionState, AnswersThatAreNoneAreRefused) {
    for (const char* bad : {"", "<html>", "[]", R"({"data":{"state":{"draft":{)"}) {
        const auto state = parse_session_state(bad);
        ASSERT_FALSE(state) << bad;
        EXPECT_EQ(state.error().code, Errc::refused) << bad;
    }
}

// "Unchanged" is a matter of what is said, not of how it is written.
TEST(SessionState, ComparesByContent) {
    const SessionState a =
        parse(R"({"data":{"state":{"draft":{"d":1,"t":[]},"canvas_config":{"h":2,"w":1}}}})");
    const SessionState b = parse(
        "{ \"data\" :\n{\"state\":{\"canvas_config\":{\"w\":1,\"h\":2},\"draft\":{\"t\":[ ],\"d\":1},"
        "\"generated_media\":null}},\"code\":0}");
    EXPECT_EQ(a, b);
    for (const char* other :
         {R"({"state":{"draft":{"d":2,"t":[]},"canvas_config":{"h":2,"w":1}}})",
          R"({"state":{"draft":{"d":1,"t":[]},"canvas_config":{"h":2,"w":3}}})",
          R"({"state":{"draft":{"d":1,"t":[]},"canvas_config":{"h":2,"w":1},"video_infos":[]}})",
          R"({"state":{"draft":{"d":1,"t":[]},"canvas_config":{"h":2,"w":1},"generated_media":[]}})"})
        EXPECT_FALSE(a == parse(other)) << other;
    EXPECT_FALSE(parse(R"({"draft":{"t":[1,2]}})") == parse(R"({"draft":{"t":[2,1]}})"));
}

TEST(SessionState, LosesNothingOfADraft) {
    const std::string draft =
        R"({"m":{"big":9007199254740993,"f":0.1,"n":null,"text":"\u0000\"\\é","u":18446744073709551615},"t":[]})";
    EXPECT_EQ(draft_of(draft), draft);
}

}  // namespace
}  // namespace beatsync::cloud
