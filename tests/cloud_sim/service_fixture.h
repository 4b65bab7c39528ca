#pragma once

#include <gtest/gtest.h>
#include <httplib.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cloud_sim/simulator.h"

namespace beatsync::cloud_sim {

/// A simulator and a client of another make than ours, which sends what the protocol asks for.
class CloudSim : public ::testing::Test {
protected:
    using json = nlohmann::json;
    static constexpr const char* kSession = "/api/tasks/me/with-session/nemo_agent";
    static constexpr const char* kCredits = "/api/credits/balance/simple";
    static constexpr const char* kRender = "/api/render/proxy/lambda";

    void start(const std::string& script = "") {
        auto started = Simulator::start({.host = "127.0.0.1", .port = 0, .script = script});
        ASSERT_TRUE(started) << describe(started.error());
        simulator = *std::move(started);
        client = std::make_unique<httplib::Client>(simulator->url());
        client->set_read_timeout(std::chrono::seconds(30));
        headers = {{"X-Skill-Source", "test"}, {"X-Skill-Version", "1"}, {"X-Skill-Platform", "unknown"}};
    }

    httplib::Result post(const std::string& path, const json& body) {
        return client->Post(path, headers, body.dump(), "application/json");
    }
    httplib::Result get(const std::string& path) { return client->Get(path, headers); }

    /// An answer's JSON; null when there is none.
    static json body(const httplib::Result& result) {
        return result ? json::parse(result->body, nullptr, false) : json();
    }
    static int code(const httplib::Result& result) { return body(result).value("code", -1); }

    httplib::Result ask_token(const std::string& client_id) {
        httplib::Headers with_id = headers;
        with_id.emplace("X-Client-Id", client_id);
        return client->Post("/api/auth/anonymous-token", with_id, "", "application/json");
    }
    void use_token(const std::string& token) {
        headers.erase("Authorization");
        headers.emplace("Authorization", "Bearer " + token);
    }
    void log_in() { use_token(body(ask_token("client-1"))["data"]["token"]); }
    /// Logs in and makes a session.
    void open_session() {
        log_in();
        const json made = body(post(kSession, {{"task_name", "project"}, {"language", "en"}}));
        session = made["data"]["session_id"];
        task = made["data"]["task_id"];
    }

    httplib::Result say(const std::string& words) {
        return post("/run_sse", {{"app_name", "nemo_agent"},
                                 {"user_id", "me"},
                                 {"session_id", session},
                                 {"new_message", {{"parts", {{{"text", words}}}}}}});
    }
    json draft() { return body(get(state_path()))["data"]["state"]["draft"]; }
    [[nodiscard]] std::string state_path() const { return "/api/state/nemo_agent/me/" + session + "/latest"; }
    [[nodiscard]] std::string upload_path() const { return "/api/upload-video/nemo_agent/me/" + session; }
    httplib::Result export_draft(const std::string& id, const json& shown) {
        return post(kRender, {{"id", id},
                              {"sessionId", session},
                              {"draft", shown},
                              {"output", {{"format", "mp4"}, {"quality", "high"}}}});
    }
    json poll(const std::string& id) { return body(get(std::string(kRender) + "/" + id)); }

    std::unique_ptr<Simulator> simulator;
    std::unique_ptr<httplib::Client> client;
    httplib::Headers headers;
    std::string session;
    std::string task;
};

}  // namespace beatsync::cloud_sim
