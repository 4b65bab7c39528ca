#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

#include "cloud_sim/service.h"

// Anonymous tokens and the links that claim their work.
namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

constexpr int kClaimSeconds = 600;

[[nodiscard]] json moment(double unix_time, const std::string& format) {
    if (format == "unix") return static_cast<std::int64_t>(unix_time);
    if (format == "ms") return static_cast<std::int64_t>(unix_time * 1000);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.000Z", fmt::gmtime(static_cast<std::time_t>(unix_time)));
}

/// Whether this client, at this address, has had its share. A token that has ended makes room for a new one.
[[nodiscard]] bool over_limit(const Service& service, const std::string& client_id,
                              const std::string& address) {
    int valid = 0;
    for (const auto& [text, token] : service.state.tokens)
        if (token.client_id == client_id && token.expires_at > unix_now()) ++valid;
    const auto from_here = service.state.tokens_of_address.find(address);
    return valid >= service.script.tokens_per_client ||
           (from_here != service.state.tokens_of_address.end() &&
            from_here->second >= service.script.tokens_per_address);
}

/// A client keeps its account from token to token.
[[nodiscard]] json new_token(Service& service, const std::string& client_id, const std::string& address) {
    const Script& script = service.script;
    const std::string user = "anon_" + client_id;
    const auto [account, fresh] = service.state.accounts.try_emplace(user, Account{user, script.credits, 0});
    Token token{user, {script.scopes.begin(), script.scopes.end()}, 0, client_id};
    token.expires_at = unix_now() + static_cast<double>(script.token_seconds);
    const std::string text = service.state.new_id("nmv_usr_sim");
    service.state.tokens.emplace(text, token);
    ++service.state.tokens_of_address[address];
    return {{"token", text},
            {"user_id", user},
            {"credits", account->second.available},
            {"expires_at", moment(token.expires_at, script.expires_at)}};
}

void give_token(Service& service, Call& call) {
    const std::string client_id = call.in.get_header_value("X-Client-Id");
    if (client_id.empty()) return refuse(service, call, 400, "X-Client-Id is required", 400);
    auto lock = service.lock();
    if (over_limit(service, client_id, call.in.remote_addr)) {
        lock.unlock();
        return refuse(service, call, 429, "too many anonymous tokens", 429);
    }
    const json token = new_token(service, client_id, call.in.remote_addr);
    lock.unlock();
    answer(service, call, token);
}

void give_claim(Service& service, Call& call) {
    const json body = body_of(call);
    auto lock = service.lock();
    const Session* session = find_session(service, call, text_at(body, "session_id"));
    if (session == nullptr) return;
    if (session->task_id != text_at(body, "task_id")) {
        lock.unlock();
        return refuse(service, call, 1002, "task not found");
    }
    const json claim{{"claim_token", service.state.new_id("clm_")}, {"expires_in", kClaimSeconds}};
    lock.unlock();
    answer(service, call, claim);
}

}  // namespace

void add_auth(Service& service) {
    service.api.Post("/api/auth/anonymous-token", [&](const httplib::Request& in, httplib::Response& out) {
        handle(service, "token", Access::headers, in, out, [&](Call& call) { give_token(service, call); });
    });
    service.api.Post("/api/auth/claim-token", [&](const httplib::Request& in, httplib::Response& out) {
        handle(service, "claim", Access::token, in, out, [&](Call& call) { give_claim(service, call); });
    });
}

}  // namespace beatsync::cloud_sim
