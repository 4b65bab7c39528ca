// Every code of the protocol at every endpoint, through the whole client: what the user sees, what is asked
// again, how often. The table is golden/error_behaviour.md.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "cloud/fake_service.h"

namespace beatsync::cloud::test {
namespace {

struct Trouble {
    std::string name;
    Exchanged answer;
};

std::vector<Trouble> troubles() {
    std::vector<Trouble> all;
    for (const int code : {1001, 1002, 2001, 4001, 4002})
        all.push_back({fmt::format("code {}", code),
                       FakeTransport::reply(200, fmt::format(R"({{"code":{},"message":""}})", code))});
    for (const int status : {400, 401, 402, 403, 404, 429, 500, 503})
        all.push_back({fmt::format("HTTP {}", status), FakeTransport::reply(status, "{}")});
    all.push_back({"refused", FakeTransport::failure(Reached::nobody)});
    all.push_back({"time-out", FakeTransport::failure(Reached::maybe, "no answer from x")});
    all.push_back({"cut answer", FakeTransport::failure(Reached::answer, "x broke off its answer")});
    all.push_back({"web page", FakeTransport::reply(200, "<html>", "text/html")});
    all.push_back({"cut JSON", FakeTransport::reply(200, R"({"code":0,"da)")});
    return all;
}

struct Row {
    std::string name;
    std::string path;
    std::function<Result<std::string>(FakeService&)> call;
};

template <class T>
Result<std::string> outcome(const Result<T>& result, const char* fine = "fine") {
    if (!result) return fail(result.error());
    return std::string(fine);
}

std::vector<Row> endpoints() {
    const RunContext context;
    return {
        {"anonymous token", "/anonymous-token",
         [=](FakeService& s) { return outcome(s.service.create_session(context)); }},
        {"claim token", "/claim-token",
         [=](FakeService& s) {
             return outcome(s.service.claim_link({"s", "t"}, context));
         }},
        {"create session", "/with-session",
         [=](FakeService& s) { return outcome(s.service.create_session(context)); }},
        {"send message", "/run_sse",
         [=](FakeService& s) -> Result<std::string> {
             BEATSYNC_TRY(const StreamEnd end, s.service.send_message(
                                                   "s", "hi", [](const AgentEvent&) {}, context));
             return std::string(end == StreamEnd::lost ? "asks for the state" : "listened to the end");
         }},
        {"upload", "/upload-video",
         [=](FakeService& s) {
             const auto clip = s.state.path / "a.mp4";
             std::ofstream(clip) << "x";
             return outcome(s.service.upload("s", clip, {}, context));
         }},
        {"credits", "/credits", [=](FakeService& s) { return outcome(s.service.credits(context)); }},
        {"state", "/api/state", [=](FakeService& s) { return outcome(s.service.state("s", context)); }},
        {"render", "/render/proxy",
         [=](FakeService& s) -> Result<std::string> {
             BEATSYNC_TRY(const Submission submitted,
                          s.service.submit_render(
                              "s", "{}", []() -> Result<std::string> { return "render_1"; }, context));
             return std::string(submitted.certain ? "fine" : "asks whether it arrived");
         }},
        {"poll", "/render/proxy",
         [=](FakeService& s) -> Result<std::string> {
             BEATSYNC_TRY(const auto state, s.service.render_state("render_1", context));
             return std::string(state ? "fine" : "no such render");
         }},
        {"download", "/render/proxy",
         [=](FakeService& s) {
             const auto file = s.state.path / "film";
             std::ofstream(file).put('x');
             return outcome(s.service.download("", "render_1", file, context));
         }},
    };
}

std::string waits_text(const std::vector<double>& waits) {
    return waits.empty() ? "" : fmt::format(", after {} s", fmt::join(waits, ", "));
}

std::string line(const Row& endpoint, const Trouble& trouble, bool anonymous) {
    FakeService fake(anonymous ? Secret() : Secret("nmv_usr_given"));
    fake.transport.on(endpoint.path, [&](const Request&, const Listener&) { return trouble.answer; });
    const auto result = endpoint.call(fake);
    const std::string seen =
        result ? *result
               : fmt::format("{} ({})", describe(result.error()), static_cast<int>(result.error().code));
    return fmt::format("| {} | {} | {} | {}{} |\n", endpoint.name, trouble.name, seen,
                       fake.transport.count(endpoint.path), waits_text(fake.clock.waits));
}

std::string table(bool anonymous) {
    std::string text =
        fmt::format("## {} token\n\n| endpoint | trouble | outcome | requests |\n|---|---|---|---|\n",
                    anonymous ? "Anonymous" : "Given");
    for (const Row& endpoint : endpoints()) {
        if (!anonymous && endpoint.name == "anonymous token") continue;
        for (const Trouble& trouble : troubles())
            text += line(endpoint, trouble, anonymous);
    }
    return text;
}

TEST(ErrorBehaviour, IsAsTheTableSays) {
    const std::string path = BEATSYNC_CLOUD_GOLDENS "/error_behaviour.md";
    const std::string now =
        "# What the client does about each trouble, at each endpoint\n\nMade by the test that compares it: "
        "`BEATSYNC_UPDATE_GOLDENS=1 beatsync_cloud_client_test`. In brackets at the end: the Errc.\n\n" +
        table(true) + "\n" + table(false);
    if (std::getenv("BEATSYNC_UPDATE_GOLDENS") != nullptr) std::ofstream(path) << now;
    std::ifstream file(path);
    const std::string golden{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(now, golden) << "If it is better: BEATSYNC_UPDATE_GOLDENS=1 beatsync_cloud_client_test";
}

}  // namespace
}  // namespace beatsync::cloud::test
