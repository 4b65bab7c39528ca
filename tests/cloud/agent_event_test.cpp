// The shapes of the message stream's events, as the protocol's table and the framework's history have them.
#include "cloud/agent_event.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace beatsync::cloud {

void PrintTo(AgentEvent::Kind kind, std::ostream* out) {
    static constexpr const char* kNames[] = {"heartbeat", "piece", "whole", "tools", "error"};
    *out << kNames[static_cast<std::size_t>(kind)];
}

namespace {

using Kind = AgentEvent::Kind;
const std::string kIssue = "I encountered a temporary issue";

void expect_text(std::string_view data, Kind kind, const std::string& text) {
    const AgentEvent event = read_agent_event(data);
    EXPECT_EQ(event.kind, kind) << data;
    EXPECT_EQ(event.text, text) << data;
}

void expect_silent(std::string_view data, Kind kind) {
    expect_text(data, kind, "");
}

TEST(AgentEvent, ReadsTheFrameworksJson) {
    expect_text(
        R"({"content":{"role":"model","parts":[{"text":"Added "}]},"partial":true,"invocationId":"e-1",)"
        R"("author":"nemo_agent","actions":{"stateDelta":{},"artifactDelta":{}},"id":"x","timestamp":1763097515.2})",
        Kind::piece, "Added ");
    expect_text(R"({"content":{"role":"model","parts":[{"text":"Added music."}]},"partial":false})",
                Kind::whole, "Added music.");
    expect_text(R"({"content":{"role":"model","parts":[{"text":"Added music."}]}})", Kind::whole,
                "Added music.");
    expect_text(R"({"content":{"parts":[{"text":"a "},{"text":"b"}]},"partial":null})", Kind::whole, "a b");
    expect_text(" \r\n\t{\"content\":{\"parts\":[{\"text\":\"a\"}]}} ", Kind::whole, "a");
    expect_text(R"({"content":{"parts":[{"text":"\u00e9 \ud83d\ude00 \"q\"\n"}]}})", Kind::whole,
                "\xC3\xA9 \xF0\x9F\x98\x80 \"q\"\n");
}

TEST(AgentEvent, ReadsBothSpellingsOfTools) {
    for (const char* data :
         {R"({"content":{"role":"model","parts":[{"functionCall":{"id":"1","name":"add"}}]}})",
          R"({"content":{"role":"model","parts":[{"function_call":{"id":"1","name":"add"}}]}})"}) {
        const AgentEvent event = read_agent_event(data);
        EXPECT_EQ(event.kind, Kind::tools) << data;
        EXPECT_EQ(event.calls, 1) << data;
        EXPECT_EQ(event.results, 0) << data;
        EXPECT_EQ(event.text, "") << data;
    }
    for (
        const char* data :
        {R"({"content":{"role":"user","parts":[{"functionResponse":{"name":"add","response":{"text":"no"}}}]}})",
         R"({"content":{"role":"user","parts":[{"function_response":{"name":"add","response":{"text":"no"}}}]}})"}) {
        const AgentEvent event = read_agent_event(data);
        EXPECT_EQ(event.kind, Kind::tools) << data;
        EXPECT_EQ(event.calls, 0) << data;
        EXPECT_EQ(event.results, 1) << data;
        EXPECT_EQ(event.text, "") << data;
    }
}

TEST(AgentEvent, CountsToolsBesideText) {
    const AgentEvent event = read_agent_event(
        R"({"content":{"role":"model","parts":[{"text":"One moment."},{"functionCall":{}},{"function_call":{}},{"functionResponse":{}}]}})");
    EXPECT_EQ(event.kind, Kind::whole);
    EXPECT_EQ(event.text, "One moment.");
    EXPECT_EQ(event.calls, 2);
    EXPECT_EQ(event.results, 1);
}

TEST(AgentEvent, KeepsThoughtsToItself) {
    expect_silent(R"({"content":{"role":"model","parts":[{"text":"Hm.","thought":true}]}})", Kind::tools);
    expect_silent(R"({"content":{"parts":[{"text":"Hm.","thought":true}]},"partial":true})", Kind::tools);
    expect_text(R"({"content":{"parts":[{"text":"Hm.","thought":true},{"text":"Done."}]}})", Kind::whole,
                "Done.");
    expect_text(R"({"content":{"parts":[{"text":"Done.","thought":false}]}})", Kind::whole, "Done.");
    expect_silent(R"({"text":"Hm.","thought":true})", Kind::tools);
}

TEST(AgentEvent, DoesNotRepeatTheUser) {
    expect_silent(R"({"content":{"role":"user","parts":[{"text":"add music"}]},"author":"user"})",
                  Kind::tools);
    expect_silent(R"({"content":{"role":"user","parts":[{"text":"add"}]},"partial":true})", Kind::tools);
}

TEST(AgentEvent, ReadsShortForms) {
    expect_text(R"({"text":"Added music."})", Kind::whole, "Added music.");
    expect_text(R"({"text":"Added ","partial":true})", Kind::piece, "Added ");
    expect_text(R"({"content":"Added music."})", Kind::whole, "Added music.");
    expect_text(R"("Added music.")", Kind::whole, "Added music.");
    expect_text(R"({"content":null,"text":"Added music."})", Kind::whole, "Added music.");
}

TEST(AgentEvent, ReadsPlainText) {
    expect_text("Added music.", Kind::whole, "Added music.");
    expect_text("two\nlines", Kind::whole, "two\nlines");
    expect_text("  kept as it is ", Kind::whole, "  kept as it is ");
    expect_text("{curly} words", Kind::whole, "{curly} words");
    expect_text("\"quoted\" words", Kind::whole, "\"quoted\" words");
    expect_text("42 clips", Kind::whole, "42 clips");
    expect_text("[1] first", Kind::whole, "[1] first");
}

TEST(AgentEvent, KnowsHeartbeats) {
    for (const char* data :
         {"", " ", "\n\t ", "heartbeat", "[DONE]", "\"heartbeat\"", "\"\"", "{}", R"({"type":"heartbeat"})",
          R"({"event":"heartbeat"})", R"({"heartbeat":1763097515})", R"({"text":""})", R"({"text":null})"})
        expect_silent(data, Kind::heartbeat);
    for (const char* name : {R"("type":"heartbeat")", R"("event":"heartbeat")", R"("heartbeat":1)"})
        expect_silent(std::string("{") + name + R"(,"content":{"parts":[]}})", Kind::heartbeat);
    // What does something is none, whatever it calls itself.
    expect_silent(R"({"type":"heartbeat","content":{"parts":[{"functionCall":{}}]}})", Kind::tools);
    expect_silent(R"({"heartbeat":1,"content":{"parts":[{"functionResponse":{}}]}})", Kind::tools);
    // A word about it is a word.
    expect_text("a heartbeat", Kind::whole, "a heartbeat");
    expect_text(R"({"type":"heartbeat","text":"hello"})", Kind::whole, "hello");
}

TEST(AgentEvent, ReadsErrorsInAllShapes) {
    for (const char* data : {
             R"({"error":"overloaded"})",
             R"({"error":{"message":"overloaded"}})",
             R"({"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}})",
             R"({"errorCode":"503","errorMessage":"overloaded"})",
             R"({"error_code":"503","error_message":"overloaded"})",
             R"({"errorCode":503,"errorMessage":"overloaded","author":"nemo_agent"})",
             R"({"errorCode":"overloaded"})",
             R"({"error_code":"overloaded"})",
             R"({"error":true,"errorMessage":"overloaded"})",
             R"({"error":{"code":1},"error_message":"overloaded"})",
             R"({"content":{"role":"model","parts":[]},"errorCode":"overloaded"})",
             R"({"content":null,"error":"overloaded"})",
         })
        expect_text(data, Kind::error, "overloaded");
    for (const char* data : {R"({"error":{"code":503}})", R"({"error":true})", R"({"error":7})",
                             R"({"errorCode":7})", R"({"error":["x"]})"}) {
        const AgentEvent event = read_agent_event(data);
        EXPECT_EQ(event.kind, Kind::error) << data;
        EXPECT_FALSE(event.text.empty()) << data;
    }
}

TEST(AgentEvent, EmptyErrorIsNone) {
    for (const std::string none : {"null", "\"\"", "false", "0", "{}", "[]"}) {
        expect_silent("{\"error\":" + none + "}", Kind::heartbeat);
        expect_silent("{\"errorCode\":" + none + "}", Kind::heartbeat);
        expect_silent(R"({"content":{"parts":[{"functionCall":{"name":"x"}}]},"error":)" + none + "}",
                      Kind::tools);
        expect_text(R"({"text":"Done.","error":)" + none + "}", Kind::whole, "Done.");
    }
}

TEST(AgentEvent, WrongTypesCountAsAbsent) {
    for (const char* data :
         {R"({"text":7})", R"({"content":7})", R"({"content":[]})", R"({"content":{"parts":7}})",
          R"({"text":["a"]})", R"({"content":{"parts":{"text":"a"}}})",
          R"({"content":{"parts":[7,null,"x",[],{"text":{}}]}})"}) {
        const AgentEvent event = read_agent_event(data);
        EXPECT_EQ(event.text, "") << data;
        EXPECT_TRUE(event.kind == Kind::heartbeat || event.kind == Kind::tools) << data;
    }
    expect_text(R"({"content":{"parts":[{"text":"a"}]},"partial":"true"})", Kind::whole, "a");
    expect_text(R"({"content":{"role":7,"parts":[{"text":"a","thought":"true"}]}})", Kind::whole, "a");
}

// Cut, too deep or otherwise broken: it may be a tool's arguments or a thought.
TEST(AgentEvent, BrokenJsonIsNotShown) {
    expect_silent(R"({"content":{"parts":[{"functionCall":{"name":"add)", Kind::tools);
    expect_silent(R"( { "content":{"parts":[{"text":"a","thought":true}]})", Kind::tools);
    expect_silent("{\"text\":\"\xFF\"}", Kind::tools);
    expect_silent(R"({"text":"\ud800"})", Kind::tools);
    const std::string deep = R"({"content":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    expect_silent(deep, Kind::tools);
}

AgentEvent piece(std::string text) {
    return {Kind::piece, std::move(text)};
}
AgentEvent whole(std::string text) {
    return {Kind::whole, std::move(text)};
}

/// What a user sees of these events: what each gives, and what the end gives.
std::string assemble(const std::vector<AgentEvent>& events, bool finish = true) {
    TextAssembler assembler;
    std::string seen;
    for (const AgentEvent& event : events)
        seen += assembler.add(event);
    if (finish) seen += assembler.finish();
    EXPECT_EQ(assembler.shown(), seen);
    return seen;
}

TEST(TextAssembler, ShowsPiecesOnceAndAtOnce) {
    TextAssembler assembler;
    EXPECT_EQ(assembler.add(piece("Added ")), "Added ");
    EXPECT_EQ(assembler.add(piece("music.")), "music.");
    EXPECT_EQ(assembler.add(whole("Added music.")), "");
    EXPECT_EQ(assembler.finish(), "");
    EXPECT_EQ(assembler.shown(), "Added music.");
}

TEST(TextAssembler, ShowsWhatTheWholeHasMore) {
    EXPECT_EQ(assemble({piece("Added "), whole("Added music.")}), "Added music.");
    EXPECT_EQ(assemble({whole("Added music.")}), "Added music.");
    EXPECT_EQ(assemble({piece("Added "), piece("music.")}), "Added music.");
}

TEST(TextAssembler, WholeMayBeCutAtItsEnds) {
    EXPECT_EQ(assemble({piece("\nAdded "), piece("music.\n"), whole("Added music.")}), "\nAdded music.\n");
    EXPECT_EQ(assemble({piece("Added "), piece("music."), whole("\n Added music.\n")}), "Added music.\n");
    EXPECT_EQ(assemble({piece("Added. \n"), whole("Added. ")}), "Added. \n");
    // Pieces of two turns, and the whole of the second alone.
    EXPECT_EQ(assemble({piece("One moment. "), piece("Done."), whole("Done.")}), "One moment. Done.");
    EXPECT_EQ(assemble({piece("Do"), piece("ne."), whole("Do")}), "Done.");
}

TEST(TextAssembler, OtherWordsGoOnALineOfTheirOwn) {
    EXPECT_EQ(assemble({piece("Added"), whole("Removed")}), "Added\nRemoved");
    EXPECT_EQ(assemble({piece("Added\n"), whole("Removed")}), "Added\nRemoved");
    // What was held back ("I" may begin something) is not lost.
    EXPECT_EQ(assemble({piece("Vitamin I"), whole("Other")}), "Vitamin I\nOther");
}

TEST(TextAssembler, TurnsAreOnLinesOfTheirOwn) {
    const AgentEvent tool{Kind::tools, "", 1, 0};
    EXPECT_EQ(assemble({whole("One moment."), tool, whole("Done.")}), "One moment.\nDone.");
    EXPECT_EQ(assemble({whole("One moment.\n"), whole("Done.")}), "One moment.\nDone.");
    EXPECT_EQ(assemble({whole("One moment."), piece("Do"), piece("ne."), whole("Done.")}),
              "One moment.\nDone.");
    EXPECT_EQ(assemble({piece("One "), piece("moment."), whole("One moment."), tool, piece("Done.")}),
              "One moment.\nDone.");
}

TEST(TextAssembler, SameWholeTwiceIsShownOnce) {
    EXPECT_EQ(assemble({whole("Done."), whole("Done.")}), "Done.");
    EXPECT_EQ(assemble({piece("Do"), piece("ne."), whole("Done."), whole("Done.")}), "Done.");
}

TEST(TextAssembler, SaidAgainInPiecesIsShownAgain) {
    EXPECT_EQ(assemble({whole("Plan I"), piece("Plan I"), whole("Plan I")}), "Plan I\nPlan I");
}

TEST(TextAssembler, OtherEventsShowNothing) {
    EXPECT_EQ(assemble({{Kind::heartbeat, ""}, {Kind::tools, "", 1, 1}, {Kind::error, "overloaded"}}), "");
    EXPECT_EQ(assemble({piece("Do"), {Kind::tools, "", 1, 0}, piece("ne."), whole("Done.")}), "Done.");
}

/// Every way that a text comes in: whole, in two and three pieces with and without the whole, by bytes.
void expect_every_way(const std::vector<AgentEvent>& before, const std::string& text,
                      const std::string& want) {
    const auto with = [&](std::initializer_list<std::string> pieces, bool repeated) {
        std::vector<AgentEvent> events = before;
        for (const std::string& text_piece : pieces)
            if (!text_piece.empty()) events.push_back(piece(text_piece));
        if (repeated) events.push_back(whole(text));
        return assemble(events);
    };
    ASSERT_EQ(with({}, true), want) << "whole";
    for (std::size_t i = 0; i <= text.size(); ++i)
        for (std::size_t j = i; j <= text.size(); ++j)
            for (const bool repeated : {false, true})
                ASSERT_EQ(with({text.substr(0, i), text.substr(i, j - i), text.substr(j)}, repeated), want)
                    << "cut at " << i << " and " << j << (repeated ? ", then whole" : "");
    std::vector<AgentEvent> bytes = before;
    for (const char c : text)
        bytes.push_back(piece(std::string(1, c)));
    ASSERT_EQ(assemble(bytes), want) << "by bytes";
}

TEST(TextAssembler, IssueAfterAnAnswerIsIgnored) {
    expect_every_way({}, "Added music. " + kIssue, "Added music. ");
    expect_every_way({}, "Added music.\n\n" + kIssue + ". Please try again.\n", "Added music.\n\n");
    expect_every_way({whole("Added music.")}, kIssue + ".", "Added music.");
    expect_every_way({piece("Added "), piece("music."), whole("Added music.")}, kIssue, "Added music.");
}

TEST(TextAssembler, IssueAloneIsKept) {
    expect_every_way({}, kIssue, kIssue);
    expect_every_way({}, "\n " + kIssue + ". Please try again.\n", "\n " + kIssue + ". Please try again.\n");
    expect_every_way({}, kIssue + ". " + kIssue + ".", kIssue + ". " + kIssue + ".");
    expect_every_way({{Kind::tools, "", 1, 0}, {Kind::error, "x"}}, kIssue, kIssue);
}

TEST(TextAssembler, WhatOnlyBeginsLikeTheIssueIsKept) {
    for (const std::string text :
         {"Added music. I", "Added music. I encountered", "I, I encountered a temporary",
          "I encountered I encountered a temp", "I added I encountered a temporary fix"})
        expect_every_way({}, text, text);
}

TEST(TextAssembler, IssueInTheMiddleIsContent) {
    const std::string text = "Cut.\n" + kIssue + " with the font.\n\nThe title is there now.";
    expect_every_way({}, text, text);
    // It is a line, no story.
    const std::string story = "Cut. " + kIssue + std::string(400, '.');
    EXPECT_EQ(assemble({whole(story)}), story);
    EXPECT_EQ(assemble({piece(story.substr(0, 50)), piece(story.substr(50))}), story);
    EXPECT_EQ(assemble({piece(story.substr(0, 50)), piece(story.substr(50)), whole(story)}), story);
    const std::string often = "A. " + kIssue + ".\nB. " + kIssue + ".\nC.";
    EXPECT_EQ(assemble({whole(often)}), often);
    EXPECT_EQ(assemble({piece(often.substr(0, 40)), piece(often.substr(40)), whole(often)}), often);
    // In the middle and at the end.
    expect_every_way({}, "A. " + kIssue + ".\nB. " + kIssue, "A. " + kIssue + ".\nB. ");
}

TEST(TextAssembler, HoldsNoMoreThanItMust) {
    TextAssembler assembler;
    EXPECT_EQ(assembler.add(piece("Added. I enc")), "Added. ");
    EXPECT_EQ(assembler.add(piece("ouraged it")), "I encouraged it");
    EXPECT_EQ(assembler.add(piece(" " + kIssue)), " ");
    EXPECT_EQ(assembler.add(piece(" but\nall is well")), kIssue + " but\nall is well");
    EXPECT_EQ(assembler.finish(), "");
    EXPECT_EQ(assembler.finish(), "") << "twice";
}

TEST(TextAssembler, TimeIsLinear) {
    constexpr int kPieces = 1'000'000;
    TextAssembler assembler;
    std::size_t shown = 0;
    shown += assembler.add(piece("a. " + kIssue)).size();
    for (int i = 0; i < kPieces; ++i)
        shown += assembler.add(piece("aI")).size();
    std::string text(2U * kPieces, 'a');
    shown += assembler.add(whole(text + "b")).size();
    EXPECT_GT(shown, 4U * kPieces);
}

}  // namespace
}  // namespace beatsync::cloud
