#include <gmock/gmock.h>

#include <fstream>

#include "cloud_sim/service_fixture.h"

// The endpoints, each as the contract has it.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(CloudSim, GivesOneTokenPerClientAndTenPerAddress) {
    start();
    const json given = body(ask_token("a"))["data"];
    EXPECT_THAT(given["token"].get<std::string>(), StartsWith("nmv_usr_"));
    EXPECT_EQ(given["user_id"], "anon_a");
    EXPECT_EQ(given["credits"], 100);
    EXPECT_THAT(given["expires_at"].get<std::string>(), HasSubstr("T"));
    EXPECT_EQ(ask_token("a")->status, 429);
    for (int i = 0; i < 9; ++i)
        EXPECT_EQ(ask_token("b" + std::to_string(i))->status, 200);
    EXPECT_EQ(ask_token("one too many")->status, 429);
}

TEST_F(CloudSim, WantsAClientId) {
    start();
    const auto answer = client->Post("/api/auth/anonymous-token", headers, "", "application/json");
    EXPECT_EQ(answer->status, 400);
    EXPECT_EQ(code(answer), 400);
}

TEST_F(CloudSim, EndedTokensMakeRoomForNewOnes) {
    start(R"({"token_seconds":0})");
    log_in();
    EXPECT_EQ(code(get(kCredits)), 1001);
    EXPECT_EQ(ask_token("client-1")->status, 200);
}

TEST_F(CloudSim, RequestsWithoutASkillHeaderAre402) {
    start();
    open_session();
    for (const char* name : {"X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"}) {
        httplib::Headers fewer = headers;
        fewer.erase(name);
        for (const std::string& path :
             {std::string(kCredits), state_path(), kRender + std::string("/x"), std::string("/files/x.mp4"),
              std::string("/api/render/proxy/x/download")})
            EXPECT_EQ(client->Get(path, fewer)->status, 402) << name << ' ' << path;
        for (const std::string& path :
             {std::string("/api/auth/anonymous-token"), std::string("/api/auth/claim-token"),
              std::string(kSession), std::string("/run_sse"), upload_path(), std::string(kRender)})
            EXPECT_EQ(client->Post(path, fewer, "{}", "application/json")->status, 402)
                << name << ' ' << path;
    }
}

TEST_F(CloudSim, UnknownTokensAre1001) {
    start();
    use_token("nmv_usr_nobody");
    EXPECT_EQ(code(get(kCredits)), 1001);
    use_token("nmv_usr_registered");
    EXPECT_EQ(code(get(kCredits)), 0);
}

TEST_F(CloudSim, UnknownSessionsAre1002) {
    start();
    open_session();
    session = "nobody's";
    EXPECT_EQ(code(get(state_path())), 1002);
    EXPECT_EQ(code(say("hello")), 1002);
    EXPECT_EQ(code(post(upload_path(), {{"urls", {"https://e.org/a.mp4"}}, {"source_type", "url"}})), 1002);
    EXPECT_EQ(code(export_draft("r", {{"t", {{{"tt", 0}, {"sg", {{{"d", 9}}}}}}}})), 1002);
}

TEST_F(CloudSim, SessionsBelongToTheirAccount) {
    start();
    open_session();
    use_token("nmv_usr_registered");
    EXPECT_EQ(code(get(state_path())), 1002);
}

TEST_F(CloudSim, ClaimsATask) {
    start();
    open_session();
    const json claim =
        body(post("/api/auth/claim-token", {{"task_id", task}, {"session_id", session}}))["data"];
    EXPECT_THAT(claim["claim_token"].get<std::string>(), StartsWith("clm_"));
    EXPECT_GT(claim["expires_in"].get<int>(), 0);
    EXPECT_EQ(code(post("/api/auth/claim-token", {{"task_id", "other"}, {"session_id", session}})), 1002);
}

TEST_F(CloudSim, AnswersInBothEnvelopes) {
    start(R"({"envelope":"alternate"})");
    log_in();
    EXPECT_EQ(body(get(kCredits))["data"]["total"], 100);
    const json top = body(get(kCredits));
    EXPECT_EQ(top["total"], 100);
    EXPECT_FALSE(top.contains("data"));
}

TEST_F(CloudSim, KeepsUploads) {
    start();
    open_session();
    const std::string large(3'000'000, 'x');
    const auto answer = client->Post(upload_path(), headers,
                                     httplib::MultipartFormDataItems{
                                         {"files", large, "a.mp4", "video/mp4"},
                                         {"files", "abc", "b.mp3", "audio/mpeg"},
                                     });
    ASSERT_EQ(code(answer), 0);
    EXPECT_EQ(body(answer)["data"]["files"][1]["file_name"], "b.mp3");
    const auto uploads = simulator->uploads();
    ASSERT_EQ(uploads.size(), 2U);
    EXPECT_EQ(uploads[0].size, 3'000'000);
    EXPECT_EQ(std::filesystem::file_size(uploads[0].path), 3'000'000U);
    EXPECT_EQ(uploads[1].content_type, "audio/mpeg");
    EXPECT_EQ(uploads[1].field, "files");
    // FIPS 180-4's own example.
    EXPECT_EQ(uploads[1].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(CloudSim, TakesUploadsByUrlAndVariesItsAnswer) {
    start(R"({"upload_fields":"bare"})");
    open_session();
    const json by_url{{"urls", {"https://example.org/x/c.mov"}}, {"source_type", "url"}};
    EXPECT_TRUE(body(post(upload_path(), by_url))["data"][0].is_string());
    EXPECT_EQ(simulator->uploads().at(0).source_url, "https://example.org/x/c.mov");
    EXPECT_EQ(simulator->uploads().at(0).name, "c.mov");
    ASSERT_TRUE(simulator->set_script(R"({"upload_fields":"short"})"));
    EXPECT_EQ(body(post(upload_path(), by_url))["data"]["files"][0].size(), 1U);
    EXPECT_EQ(code(post(upload_path(), json::object())), 4001);
}

TEST_F(CloudSim, MessagesEditTheDraftAndCost) {
    start();
    open_session();
    const auto answer = say("add music please");
    EXPECT_EQ(answer->get_header_value("Content-Type"), "text/event-stream");
    EXPECT_THAT(answer->body, HasSubstr("Added background music."));
    EXPECT_EQ(draft()["t"][0]["tt"], 1);
    EXPECT_EQ(say("the music at 35%")->status, 200);
    EXPECT_NEAR(draft()["t"][0]["sg"][0]["m"]["gain_db"].get<double>(), -9.12, 0.01);
    EXPECT_EQ(say("title \"Urban Dreams\"")->status, 200);
    EXPECT_EQ(draft()["t"][1]["sg"][0]["m"]["text"], "Urban Dreams");
    EXPECT_EQ(say("remove the music")->status, 200);
    EXPECT_EQ(draft()["t"].size(), 1U);
    EXPECT_EQ(body(get(kCredits))["data"]["available"], 80);
    EXPECT_EQ(simulator->messages().size(), 4U);
}

TEST_F(CloudSim, CreditsRunOut) {
    start(R"({"credits":7})");
    open_session();
    EXPECT_EQ(say("add music")->status, 200);
    EXPECT_EQ(code(say("add music")), 2001);
    EXPECT_EQ(simulator->messages().size(), 1U);
}

TEST_F(CloudSim, AnswersMessagesInEveryMode) {
    start(R"({"messages":[{"mode":"silent"},{"mode":"tools_snake"},{"mode":"thoughts"},{"mode":"partial"},
        {"mode":"heartbeats","heartbeats":3},{"mode":"plain_json","text":"hi"},{"mode":"plain_text","text":"hi"},
        {"mode":"error"},{"mode":"issue"},{"mode":"events","events":["retry: 5\n\n",{"text":"own"}]},
        {"newline":"crlf"},{"newline":"cr"}],"message_cost":0})");
    open_session();
    const std::string silent = say("add music")->body;
    EXPECT_THAT(silent, HasSubstr("functionCall"));
    EXPECT_EQ(silent.find("\"text\""), std::string::npos);
    EXPECT_EQ(draft()["t"].size(), 1U);
    EXPECT_THAT(say("title 'a'")->body, HasSubstr("function_call"));
    EXPECT_THAT(say("hello")->body, HasSubstr("\"thought\":true"));
    const std::string partial = say("title 'b'")->body;
    EXPECT_THAT(partial, HasSubstr("\"partial\":true"));
    EXPECT_THAT(partial, HasSubstr("\"partial\":false"));
    EXPECT_EQ(say("x")->body, "event: heartbeat\ndata: {}\n\n: keep-alive\n\ndata:\n\n");
    EXPECT_EQ(say("x")->body, "data: {\"text\":\"hi\"}\n\n");
    EXPECT_EQ(say("x")->body, "data: hi\n\n");
    EXPECT_THAT(say("remove the music")->body, HasSubstr("\"error\""));
    EXPECT_EQ(draft()["t"][0]["tt"], 1) << "a failed edit changes nothing";
    EXPECT_THAT(say("x")->body, HasSubstr("I encountered a temporary issue"));
    EXPECT_EQ(say("x")->body, "retry: 5\n\ndata: {\"text\":\"own\"}\n\n");
    EXPECT_THAT(say("x")->body, HasSubstr("\r\n\r\n"));
    const std::string cr = say("x")->body;
    EXPECT_THAT(cr, HasSubstr("\r\r"));
    EXPECT_EQ(cr.find('\n'), std::string::npos);
}

TEST_F(CloudSim, SplitsStreamsAtEveryByteAndCutsThem) {
    start(R"({"messages":[{"text":"whole"},{"text":"whole","split":1},{"text":"whole","cut":true}]})");
    open_session();
    const std::string whole = say("x")->body;
    const std::string split = say("x")->body;
    EXPECT_EQ(split.size(), whole.size());
    EXPECT_FALSE(say("add music")) << "the connection breaks";
    EXPECT_EQ(draft()["t"].size(), 1U) << "but the edit was made";
}

TEST_F(CloudSim, EditsMayShowLateOrNever) {
    start(R"({"messages":[{"applied_after":2},{"applied_after":-1}]})");
    open_session();
    EXPECT_EQ(say("add music")->status, 200);
    EXPECT_EQ(draft()["t"].size(), 0U);
    EXPECT_EQ(draft()["t"].size(), 1U);
    EXPECT_EQ(say("title 'x'")->status, 200);
    EXPECT_EQ(draft()["t"].size(), 1U);
}

TEST_F(CloudSim, HeartbeatsWithoutEndDoNotHoldItUp) {
    start(R"({"messages":[{"mode":"heartbeats","heartbeats":-1,"heartbeat_ms":1}]})");
    open_session();
    std::size_t got = 0;
    httplib::Request request;
    request.method = "POST";
    request.path = "/run_sse";
    request.headers = headers;
    request.body = json{{"app_name", "nemo_agent"},
                        {"user_id", "me"},
                        {"session_id", session},
                        {"new_message", {{"parts", {{{"text", "x"}}}}}}}
                       .dump();
    request.content_receiver = [&](const char*, std::size_t n, std::uint64_t, std::uint64_t) {
        got += n;
        return got < 500;
    };
    EXPECT_FALSE(client->send(request));
    EXPECT_GE(got, 500U);
    simulator.reset();  // does not hang
}

}  // namespace
}  // namespace beatsync::cloud_sim
