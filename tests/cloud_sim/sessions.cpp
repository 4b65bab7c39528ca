#include "cloud_sim/service.h"

// Sessions, their state, and the account's credits.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

void create(Service& service, Call& call) {
    auto lock = service.lock();
    Session session;
    session.id = service.state.new_id("session-");
    session.task_id = service.state.new_id("task-");
    session.account = call.account;
    session.draft = {{"t", json::array()}, {"d", 0}, {"m", json::object()}};
    json data{{"task_id", session.task_id}, {"session_id", session.id}};
    if (call.nth % 2 == 1) data["user_id"] = call.account;  // "sometimes"
    service.state.sessions.emplace(session.id, std::move(session));
    lock.unlock();
    answer(service, call, data);
}

/// Edits that were slow to show, show one state request after the other.
void let_edits_show(Session& session) {
    for (auto edit = session.pending.begin(); edit != session.pending.end();) {
        if (--edit->states_left > 0) {
            ++edit;
            continue;
        }
        session.draft = edit->draft;
        edit = session.pending.erase(edit);
    }
}

[[nodiscard]] json video_infos(const State& state, const std::string& session_id) {
    json list = json::array();
    for (const Upload* upload : state.uploads_of(session_id))
        list.push_back({{"file_id", upload->id}, {"name", upload->name}, {"size", upload->size}});
    return list;
}

void tell_state(Service& service, Call& call) {
    auto lock = service.lock();
    Session* session = find_session(service, call, call.in.matches[1]);
    if (session == nullptr) return;
    let_edits_show(*session);
    const json state{{"draft", session->draft},
                     {"video_infos", video_infos(service.state, session->id)},
                     {"canvas_config", {{"width", 1080}, {"height", 1920}, {"fps", 30}}},
                     {"generated_media", json::array()}};
    lock.unlock();
    answer(service, call, {{"state", state}});
}

void tell_credits(Service& service, Call& call) {
    auto lock = service.lock();
    const Account account = service.state.accounts.at(call.account);
    lock.unlock();
    answer(service, call,
           {{"available", account.available},
            {"frozen", account.frozen},
            {"total", account.available + account.frozen}});
}

}  // namespace

void add_sessions(Service& service) {
    service.api.Post(
        "/api/tasks/me/with-session/nemo_agent", [&](const httplib::Request& in, httplib::Response& out) {
            handle(service, "session", Access::token, in, out, [&](Call& call) { create(service, call); });
        });
    service.api.Get(
        "/api/state/nemo_agent/me/([^/]+)/latest", [&](const httplib::Request& in, httplib::Response& out) {
            handle(service, "state", Access::token, in, out, [&](Call& call) { tell_state(service, call); });
        });
    service.api.Get("/api/credits/balance/simple", [&](const httplib::Request& in, httplib::Response& out) {
        handle(service, "credits", Access::token, in, out, [&](Call& call) { tell_credits(service, call); });
    });
}

}  // namespace beatsync::cloud_sim
