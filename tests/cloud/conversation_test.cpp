// Messages on a fake wire and a clock that does not wait: the protocol's table "The message stream".

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cloud/conversation.h"
#include "cloud/fake_service.h"

namespace beatsync::cloud::test {
namespace {

class Lines final : public LogSink {
public:
    void write(LogLevel level, std::string_view line) override {
        if (level != LogLevel::debug) lines.emplace_back(line);
    }
    std::vector<std::string> lines;
};

constexpr const char* kEmpty = R"({"data":{"state":{"draft":{"t":[]}}}})";
constexpr const char* kMusic =
    R"({"data":{"state":{"draft":{"t":[{"tt":1,"m":{"name":"Lo-fi"},"sg":[{"d":10000}]}]}}}})";

struct Talk : ::testing::Test {
    /// The states that the service tells, one after the other.
    void states(std::initializer_list<const char*> bodies) {
        std::vector<Exchanged> replies;
        for (const char* body : bodies)
            replies.emplace_back(FakeTransport::reply(200, body));
        fake.transport.answers("/api/state", replies);
    }
    Result<Reply> say(const std::string& words = "add music") {
        Conversation conversation(fake.service, fake.clock);
        return conversation.say("s", words, [this](std::string_view text) { shown += text; },
                                {&log, nullptr, {}});
    }
    [[nodiscard]] int messages() const { return fake.transport.count("/run_sse"); }

    FakeService fake;
    Lines log;
    std::string shown;
};

TEST_F(Talk, IsSentAsTheFrameworkReadsIt) {
    states({kEmpty});
    fake.transport.on("/run_sse", FakeTransport::stream("data: {\"text\":\"Done.\"}\n\n"));
    const auto reply = say("mach \"es\" schön");
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(shown, "Done.");
    EXPECT_EQ(reply->text, "Done.");
    EXPECT_EQ(reply->changes, "");
    const Request& request = fake.transport.requests.back();
    EXPECT_EQ(request.url, "https://api.test/run_sse");
    EXPECT_EQ(header(request, "Accept"), "text/event-stream");
    EXPECT_EQ(nlohmann::json::parse(request.body),
              nlohmann::json::parse(R"({"app_name":"nemo_agent","user_id":"me","session_id":"s",)"
                                    R"("new_message":{"parts":[{"text":"mach \"es\" schön"}]}})"));
}

TEST_F(Talk, ASilentEditIsToldInWords) {
    states({kEmpty, kMusic});
    fake.transport.on("/run_sse", FakeTransport::stream(": heartbeat\n\ndata:\n\n"));
    const auto reply = say();
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_EQ(shown, "");
    EXPECT_NE(reply->changes.find("Lo-fi"), std::string::npos) << reply->changes;
    EXPECT_EQ(messages(), 1);
}

TEST_F(Talk, NothingSaidAndNothingChangedIsKnown) {
    states({kEmpty, kEmpty});
    fake.transport.on("/run_sse",
                      FakeTransport::stream(R"(data: {"content":{"parts":[{"functionCall":{"name":"x"}}]}})"
                                            "\n\n"));
    const auto reply = say();
    ASSERT_TRUE(reply);
    EXPECT_TRUE(reply->nothing());
}

TEST_F(Talk, AReportedErrorIsOne) {
    states({kEmpty, kEmpty});
    fake.transport.on("/run_sse", FakeTransport::stream("data: {\"error\":\"the model is overloaded\"}\n\n"));
    const auto reply = say();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::refused);
    EXPECT_NE(reply.error().message.find("the model is overloaded"), std::string::npos);
}

TEST_F(Talk, ALostConnectionIsAskedAboutAndNeverRepeated) {
    states({kEmpty, kEmpty, kEmpty, kMusic});
    fake.transport.on("/run_sse", FakeTransport::stream("data: {\"te", true));
    const auto reply = say();
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_NE(reply->changes.find("Lo-fi"), std::string::npos);
    EXPECT_EQ(messages(), 1);
    EXPECT_EQ(fake.clock.waits, (std::vector<double>{30, 60, 60}));
}

TEST_F(Talk, FiveUnchangedAnswersAreAFailure) {
    states({kEmpty});
    fake.transport.on("/run_sse", FakeTransport::stream("", true));
    const auto reply = say();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::network);
    EXPECT_EQ(messages(), 1);
    EXPECT_EQ(fake.clock.waits, (std::vector<double>{30, 60, 60, 60, 60}));
    EXPECT_EQ(fake.transport.count("/api/state"), 6) << "one before, five after";
}

TEST_F(Talk, AMessageThatMayHaveArrivedIsNotRepeated) {
    const std::vector<Exchanged> troubles{
        FakeTransport::failure(Reached::maybe), FakeTransport::failure(Reached::answer),
        FakeTransport::reply(502, "<html>", "text/html"), FakeTransport::reply(200, "{\"code\":0,\"da")};
    for (const Exchanged& trouble : troubles) {
        FakeService another;
        another.transport.answers("/api/state",
                                  {FakeTransport::reply(200, kEmpty), FakeTransport::reply(200, kMusic)});
        another.transport.answers("/run_sse", {trouble});
        const auto reply = Conversation(another.service, another.clock).say("s", "x", [](auto) {}, {});
        ASSERT_TRUE(reply) << describe(reply.error());
        EXPECT_NE(reply->changes.find("Lo-fi"), std::string::npos);
        EXPECT_EQ(another.transport.count("/run_sse"), 1);
    }
}

TEST_F(Talk, AMessageThatCertainlyDidNotArriveIsReportedAtOnce) {
    states({kEmpty});
    fake.transport.answers("/run_sse", {FakeTransport::failure(Reached::nobody)});
    const auto reply = say();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::network);
    EXPECT_TRUE(fake.clock.waits.empty());
}

TEST_F(Talk, ARefusalInTheStreamsPlaceIsRead) {
    states({kEmpty});
    fake.transport.answer("/run_sse", 200, R"({"code":2001,"message":"insufficient credits"})");
    const auto reply = say();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::refused);
    EXPECT_NE(reply.error().hint.find("?bind=anon_7"), std::string::npos) << reply.error().hint;
    EXPECT_EQ(messages(), 1);
}

TEST_F(Talk, ARefusalAsAnEventIsRead) {
    states({kEmpty});
    fake.transport.on("/run_sse",
                      FakeTransport::stream("data: {\"code\":1002,\"message\":\"session not found\"}\n\n"));
    const auto reply = say();
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::refused);
    EXPECT_TRUE(fake.service.session_unknown());
    EXPECT_EQ(shown, "");
}

TEST_F(Talk, WhatStopsInTheMiddleIsCompletedByWhatChanged) {
    states({kEmpty, kMusic});
    fake.transport.on("/run_sse",
                      FakeTransport::stream("data: {\"content\":{\"parts\":[{\"text\":\"Added \"}]},"
                                            "\"partial\":true}\n\n"));
    const auto reply = say();
    ASSERT_TRUE(reply);
    EXPECT_NE(reply->changes.find("Lo-fi"), std::string::npos);
}

TEST_F(Talk, AStreamOfTheLastWordWithoutAnEmptyLineIsHeard) {
    states({kEmpty});
    fake.transport.on("/run_sse", FakeTransport::stream("data: {\"text\":\"Done.\"}\n"));
    ASSERT_TRUE(say());
    EXPECT_EQ(shown, "Done.");
}

/// A stream that says `beat` every `seconds`, until nobody listens any more or `most` are out.
FakeTransport::Handler beating(FakeClock& clock, std::string beat, double seconds, int most) {
    return [=, &clock](const Request&, const Listener& listener) -> Exchanged {
        Response response = FakeTransport::reply(200, "", "text/event-stream");
        if (listener.head) (void)listener.head(response.head);
        for (int i = 0; i < most; ++i) {
            clock.pass(seconds);
            const bool on = beat.empty() ? listener.idle() : listener.data(beat);
            if (!on) return FakeTransport::failure(Reached::answer, "ended by the reader");
        }
        return response;
    };
}

TEST_F(Talk, StillWorkingIsSaidEveryTwoMinutes) {
    states({kEmpty, kMusic});
    fake.transport.on("/run_sse", beating(fake.clock, ": heartbeat\n", 10, 40));  // 400 s
    ASSERT_TRUE(say());
    EXPECT_EQ(log.lines, (std::vector<std::string>(3, "⏳ Still working...")));
}

TEST_F(Talk, TenMinutesOfHeartbeatsAloneAreTooLong) {
    for (const std::string beat : {": heartbeat\n", "data:\n\n", "event: heartbeat\ndata: {}\n\n",
                                   "data: {\"type\":\"heartbeat\"}\n\n", "data: heartbeat\n\n", ""}) {
        states({kEmpty, kEmpty});
        const double begun = fake.clock.steady().count();
        fake.transport.on("/run_sse", beating(fake.clock, beat, 7, 1000));
        const auto reply = say();
        ASSERT_FALSE(reply) << beat;
        EXPECT_EQ(reply.error().code, Errc::network);
        EXPECT_NEAR(fake.clock.steady().count() - begun, 600, 8) << beat;
    }
    EXPECT_EQ(messages(), 6);
}

TEST_F(Talk, FifteenMinutesInAllAreTooLong) {
    states({kEmpty, kMusic});
    fake.transport.on("/run_sse", beating(fake.clock,
                                          R"(data: {"content":{"parts":[{"functionCall":{"name":"x"}}]}})"
                                          "\n\n",
                                          7, 1000));
    const auto reply = say();
    ASSERT_TRUE(reply) << "the edit was done all the same";
    EXPECT_FALSE(reply->changes.empty());
    EXPECT_NEAR(fake.clock.steady().count(), 900, 8);
}

TEST_F(Talk, TheTokenIsBlottedOutOfWhatComesBack) {
    states({kEmpty});
    fake.transport.on("/run_sse",
                      FakeTransport::stream("data: {\"text\":\"your token is nmv_usr_secret1.\"}\n\n"));
    ASSERT_TRUE(say());
    EXPECT_EQ(shown.find("nmv_usr_secret1"), std::string::npos) << shown;
}

TEST_F(Talk, ATokenInPiecesIsBlottedOutToo) {
    states({kEmpty});
    std::string stream;
    for (const char* piece : {"your token is nmv_u", "sr_sec", "ret1, keep it"})
        stream += std::string("data: {\"content\":{\"parts\":[{\"text\":\"") + piece +
                  "\"}]},\"partial\":true}\n\n";
    fake.transport.on("/run_sse", FakeTransport::stream(stream));
    ASSERT_TRUE(say());
    EXPECT_EQ(shown, "your token is [token], keep it");
}

TEST_F(Talk, ARefusalWithAnHttpStatusIsReadByItsCode) {
    states({kEmpty});
    for (const int status : {400, 402, 403, 404}) {
        fake.transport.answer("/run_sse", status, R"({"code":2001,"message":""})");
        const auto reply = say();
        ASSERT_FALSE(reply);
        EXPECT_NE(reply.error().message.find("credits"), std::string::npos) << reply.error().message;
        fake.transport.answer("/run_sse", status, R"({"code":1002,"message":""})");
        EXPECT_FALSE(say());
        EXPECT_TRUE(fake.service.session_unknown());
    }
}

TEST_F(Talk, AWebPageSaysNothingOfTheMessage) {
    states({kEmpty, kMusic});
    fake.transport.answers("/run_sse", {FakeTransport::reply(200, "<html>Log in</html>", "text/html")});
    const auto reply = say();
    ASSERT_TRUE(reply) << describe(reply.error());
    EXPECT_FALSE(reply->changes.empty());
    EXPECT_EQ(fake.clock.waits, std::vector<double>{30});
}

TEST_F(Talk, TalkOfButtonsBecomesActions) {
    states({kEmpty});
    fake.transport.on("/run_sse",
                      FakeTransport::stream("data: {\"text\":\"Added music. Click the Export button to "
                                            "download it.\"}\n\n"));
    const auto reply = say();
    ASSERT_TRUE(reply);
    EXPECT_EQ(shown, "Added music.");
    EXPECT_EQ(reply->actions, std::vector<ReplyAction>{ReplyAction::export_video});
}

}  // namespace
}  // namespace beatsync::cloud::test
