#include "cloud_sim/service.h"

#include "cloud_sim/faults.h"

namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

constexpr auto kSkillHeaders =
    std::to_array<const char*>({"X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"});

[[nodiscard]] Seen seen(const Call& call) {
    Seen s{call.endpoint, call.in.method, call.in.target, {}, call.in.body};
    for (const auto& [name, value] : call.in.headers)
        // Added by the library, not sent by the peer.
        if (name != "REMOTE_ADDR" && name != "REMOTE_PORT" && name != "LOCAL_ADDR" && name != "LOCAL_PORT")
            s.headers.emplace_back(name, value);
    return s;
}

[[nodiscard]] std::string bearer_of(const httplib::Request& in) {
    constexpr std::string_view kScheme = "Bearer ";
    const std::string value = in.get_header_value("Authorization");
    return value.starts_with(kScheme) ? value.substr(kScheme.size()) : "";
}

[[nodiscard]] bool has_skill_headers(const httplib::Request& in) {
    for (const char* name : kSkillHeaders)
        if (in.get_header_value(name).empty()) return false;
    return true;
}

/// The account of a token that is known and still valid.
[[nodiscard]] std::string account_of(const Service& service, const std::string& token) {
    const auto lock = service.lock();
    const auto found = service.state.tokens.find(token);
    if (found == service.state.tokens.end() || found->second.expires_at <= unix_now()) return "";
    return found->second.account;
}

[[nodiscard]] bool admitted(const Service& service, Call& call, Access access) {
    if (access == Access::open) return true;
    if (!has_skill_headers(call.in)) {
        refuse(service, call, 402, "X-Skill-* headers are missing", 402);
        return false;
    }
    if (access == Access::headers) return true;
    call.account = account_of(service, call.token);
    if (!call.account.empty()) return true;
    refuse(service, call, 1001, "token is invalid or expired");
    return false;
}

[[nodiscard]] bool at_top(const Script& script, const Call& call) {
    return script.envelope == "top" || (script.envelope == "alternate" && call.nth % 2 == 0);
}

}  // namespace

void handle(Service& service, std::string_view endpoint, Access access, const httplib::Request& in,
            httplib::Response& out, const Action& action) {
    Call call{in, out, std::string(endpoint), 1, bearer_of(in), ""};
    std::optional<Fault> fault;
    {
        const auto lock = service.lock();
        service.state.seen.push_back(seen(call));
        call.nth = ++service.state.calls[call.endpoint];
        fault = fault_of(service.script, call);
    }
    if (fault && takes_place(service, call, *fault)) return;
    if (!admitted(service, call, access)) return;
    action(call);
    if (fault) spoil(call, *fault);
}

void answer(const Service& service, Call& call, const json& data) {
    json body{{"code", 0}, {"message", "success"}};
    bool top = false;
    {
        const auto lock = service.lock();
        top = at_top(service.script, call) && data.is_object();
    }
    if (top)
        body.update(data);
    else
        body["data"] = data;
    answer_plain(call, body);
}

void answer_plain(Call& call, const json& body, int status) {
    call.out.status = status;
    call.out.set_content(body.dump(-1, ' ', false, json::error_handler_t::replace), "application/json");
}

void refuse(const Service& service, Call& call, int code, std::string_view message, int status) {
    if (status == 0) {
        const auto lock = service.lock();
        status = service.script.error_status;
    }
    answer_plain(call, {{"code", code}, {"message", message}, {"data", nullptr}}, status);
}

json body_of(const Call& call) {
    json body = json::parse(call.in.body, nullptr, false);
    return body.is_object() ? body : json::object();
}

std::string text_at(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Session* find_session(Service& service, Call& call, const std::string& id) {
    const auto found = service.state.sessions.find(id);
    if (found != service.state.sessions.end() && found->second.account == call.account) return &found->second;
    answer_plain(call, {{"code", 1002}, {"message", "session not found"}, {"data", nullptr}},
                 service.script.error_status);
    return nullptr;
}

}  // namespace beatsync::cloud_sim
