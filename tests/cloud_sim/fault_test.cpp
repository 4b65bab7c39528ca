#include <gmock/gmock.h>
#include <openssl/evp.h>

#include "cloud_sim/service_fixture.h"

// Everything that a script can make go wrong, once.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class CloudSimFault : public CloudSim {
protected:
    /// Logs in with the first request for credits going wrong as told.
    void start_with(const std::string& fault) {
        start(R"({"faults":[{"endpoint":"credits",)" + fault + "}]}");
        log_in();
    }
    /// The second request is a good one.
    void expect_recovered() { EXPECT_EQ(body(get(kCredits))["data"]["total"], 100); }
};

TEST_F(CloudSimFault, Close) {
    start_with(R"("do":"close")");
    EXPECT_FALSE(get(kCredits));
    expect_recovered();
}

TEST_F(CloudSimFault, CloseWithinTheAnswer) {
    start_with(R"("do":"close","after":150)");
    EXPECT_FALSE(get(kCredits));
    expect_recovered();
}

TEST_F(CloudSimFault, Reset) {
    start_with(R"("do":"reset")");
    EXPECT_FALSE(get(kCredits));
    expect_recovered();
}

TEST_F(CloudSimFault, Stall) {
    start_with(R"("do":"stall")");
    client->set_read_timeout(std::chrono::milliseconds(50));
    const auto answer = get(kCredits);
    EXPECT_EQ(answer.error(), httplib::Error::Read);
    simulator.reset();  // does not wait for the hour
}

TEST_F(CloudSimFault, Drip) {
    start_with(R"("do":"drip","bytes":7,"every_ms":0)");
    EXPECT_EQ(code(get(kCredits)), 0);
}

TEST_F(CloudSimFault, LengthTooGreat) {
    start_with(R"("do":"length","delta":10)");
    EXPECT_FALSE(get(kCredits));
    expect_recovered();
}

TEST_F(CloudSimFault, LengthTooSmall) {
    start_with(R"("do":"length","delta":-10)");
    EXPECT_TRUE(body(get(kCredits)).is_discarded());
    expect_recovered();
}

TEST_F(CloudSimFault, RateLimit) {
    start_with(R"("do":"status","status":429,"retry_after":7)");
    const auto answer = get(kCredits);
    EXPECT_EQ(answer->status, 429);
    EXPECT_EQ(answer->get_header_value("Retry-After"), "7");
    expect_recovered();
}

TEST_F(CloudSimFault, ServerErrorsInARow) {
    start_with(R"("do":"status","status":503,"call":2,"times":2)");
    expect_recovered();
    EXPECT_EQ(get(kCredits)->status, 503);
    EXPECT_FALSE(get(kCredits)->has_header("Retry-After"));
    expect_recovered();
}

TEST_F(CloudSimFault, TruncatedJson) {
    start_with(R"("do":"truncate")");
    const auto answer = get(kCredits);
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(body(answer).is_discarded());
}

TEST_F(CloudSimFault, Html) {
    start_with(R"("do":"html","status":502)");
    const auto answer = get(kCredits);
    EXPECT_EQ(answer->status, 502);
    EXPECT_THAT(answer->body, StartsWith("<!DOCTYPE html>"));
}

TEST_F(CloudSimFault, WrongTypes) {
    start_with(R"("do":"types")");
    const json answer = body(get(kCredits));
    EXPECT_EQ(answer["code"], 0);
    EXPECT_TRUE(answer["data"].is_array());
    EXPECT_EQ(answer["message"], 17);
}

TEST_F(CloudSimFault, HugeBody) {
    start_with(R"("do":"huge","bytes":5000000)");
    EXPECT_EQ(get(kCredits)->body.size(), 5'000'000U);
}

TEST_F(CloudSimFault, RedirectToAnotherHost) {
    start_with(R"("do":"redirect")");
    const auto answer = get(kCredits);
    EXPECT_EQ(answer->status, 307);
    EXPECT_EQ(answer->get_header_value("Location"), simulator->cdn_url() + kCredits);
}

TEST_F(CloudSimFault, TokensEndWithTheirCode) {
    start_with(R"("do":"code","code":1001)");
    EXPECT_EQ(code(get(kCredits)), 1001);
    EXPECT_EQ(code(get(kCredits)), 1001) << "it has really ended";
    log_in();
    expect_recovered();
}

TEST_F(CloudSimFault, SessionsAreForgottenWithTheirCode) {
    start(R"({"faults":[{"endpoint":"message","do":"code","code":1002}]})");
    open_session();
    EXPECT_EQ(code(say("x")), 1002);
    EXPECT_EQ(code(get(state_path())), 1002);
    EXPECT_TRUE(simulator->messages().empty());
}

TEST_F(CloudSimFault, AnswersMayBeLostAfterTheWork) {
    start(R"({"faults":[{"endpoint":"message","do":"reset","carried_out":true}]})");
    open_session();
    EXPECT_FALSE(say("add music"));
    EXPECT_EQ(simulator->messages().size(), 1U);
    EXPECT_EQ(draft()["t"].size(), 1U);
}

TEST_F(CloudSimFault, RefusedUploadsLeaveTheConnectionUsable) {
    start(R"({"faults":[{"endpoint":"upload","do":"code","code":4002,"status":413}]})");
    open_session();
    client->set_keep_alive(true);
    const httplib::MultipartFormDataItems files{{"files", std::string(1'000'000, 'x'), "a.mp4", "video/mp4"}};
    EXPECT_EQ(client->Post(upload_path(), headers, files)->status, 413);
    EXPECT_TRUE(simulator->uploads().empty());
    const int before = simulator->connections();
    EXPECT_EQ(code(client->Post(upload_path(), headers, files)), 0);
    EXPECT_EQ(simulator->connections(), before);
}

TEST_F(CloudSimFault, EveryEndpointCanFail) {
    start(R"({"faults":[{"endpoint":"*","do":"status","status":500,"times":-1}]})");
    EXPECT_EQ(ask_token("c")->status, 500);
    for (const char* path :
         {"/api/auth/claim-token", kSession, "/run_sse", "/api/upload-video/nemo_agent/me/x", kRender})
        EXPECT_EQ(post(path, json::object())->status, 500) << path;
    for (const char* path : {kCredits, "/api/state/nemo_agent/me/x/latest", "/api/render/proxy/lambda/x",
                             "/api/render/proxy/x/download", "/files/x.mp4"})
        EXPECT_EQ(get(path)->status, 500) << path;
    EXPECT_EQ(httplib::Client(simulator->cdn_url()).Get("/files/x.mp4")->status, 500);
}

TEST_F(CloudSimFault, KnowsItsScripts) {
    for (const char* bad :
         {"{", R"({"credit":1})", R"({"credits":"x"})", R"({"faults":[{"endpoint":"x","do":"close"}]})",
          R"({"faults":[{"endpoint":"poll","do":"x"}]})", R"({"messages":[{"mode":"x"}]})"})
        EXPECT_FALSE(Simulator::start({.script = bad})) << bad;
}

class CloudSimTls : public CloudSim {
protected:
    /// What a client that trusts the simulator's certificate gets.
    httplib::Result ask(const std::string& script) {
        start(script);
        EXPECT_THAT(simulator->url(), StartsWith("https://"));
        httplib::SSLClient tls("127.0.0.1", std::stoi(simulator->url().substr(18)));
        tls.set_ca_cert_path(simulator->ca_file().string());
        return tls.Get("/sim/state");
    }
};

TEST_F(CloudSimTls, Valid) {
    const auto answer = ask(R"({"tls":"valid"})");
    ASSERT_TRUE(answer) << httplib::to_string(answer.error());
    EXPECT_EQ(answer->status, 200);
}

TEST_F(CloudSimTls, Expired) {
    EXPECT_EQ(ask(R"({"tls":"expired"})").error(), httplib::Error::SSLServerVerification);
}

}  // namespace
}  // namespace beatsync::cloud_sim
