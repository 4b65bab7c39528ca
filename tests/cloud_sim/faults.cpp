#include "cloud_sim/faults.h"

#include <fmt/format.h>

namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

constexpr const char* kPage =
    "<!DOCTYPE html><html><head><title>Gateway</title></head><body><h1>Please wait</h1></body></html>\n";

[[nodiscard]] bool cuts(const Fault& fault) {
    return fault.kind == "close" || fault.kind == "reset" || fault.kind == "stall";
}

[[nodiscard]] bool is_carried_out(const Fault& fault) {
    const auto told = fault.details.find("carried_out");
    if (told != fault.details.end() && told->is_boolean()) return told->get<bool>();
    return fault.details.contains("after");
}

void arm(const Fault& fault) {
    WireFault wire;
    if (fault.kind == "close") wire.end = WireFault::End::close;
    if (fault.kind == "reset") wire.end = WireFault::End::reset;
    if (fault.kind == "stall") wire.end = WireFault::End::stall;
    wire.after = fault.number("after", 0);
    wire.stall_ms = static_cast<int>(fault.details.value("seconds", 3600.0) * 1000);
    if (fault.kind == "drip") {
        wire.drip_bytes = static_cast<int>(fault.number("bytes", 1));
        wire.drip_ms = static_cast<int>(fault.number("every_ms", 10));
    }
    if (fault.kind == "length") wire.length_delta = fault.number("delta", 10);
    WireServer::arm(wire);
}

void answer_status(Call& call, const Fault& fault) {
    const int status = static_cast<int>(fault.number("status", 500));
    answer_plain(call, {{"code", status}, {"message", fmt::format("scripted status {}", status)}}, status);
    const auto after = fault.details.find("retry_after");
    if (after == fault.details.end()) return;
    call.out.set_header("Retry-After", after->is_string() ? after->get<std::string>() : after->dump());
}

/// Token and session go with their codes, so that the client has to get new ones.
void forget(Service& service, const Call& call, int code) {
    const auto lock = service.lock();
    if (code == 1001) {
        const auto token = service.state.tokens.find(call.token);
        if (token != service.state.tokens.end() && !token->second.client_id.empty())
            token->second.expires_at = 0;
    }
    if (code != 1002) return;
    std::string asked = text_at(body_of(call), "session_id") + text_at(body_of(call), "sessionId");
    if (call.in.matches.size() > 1) asked = call.in.matches[1];
    service.state.sessions.erase(asked);
}

void redirect(const Service& service, Call& call, const Fault& fault) {
    const auto to = fault.details.find("to");
    const std::string target = to != fault.details.end() && to->is_string()
                                   ? to->get<std::string>()
                                   : service.cdn_url + call.in.target;
    call.out.set_redirect(target, static_cast<int>(fault.number("status", 307)));
}

/// Everything as something else: numbers as texts, texts as numbers, objects as lists.
[[nodiscard]] json other_type(const json& value) {
    if (value.is_object()) {
        json list = json::array();
        for (const auto& [key, inside] : value.items())
            list.push_back(other_type(inside));
        return list;
    }
    if (value.is_array()) return json{{"0", "list"}};
    if (value.is_string()) return 17;
    if (value.is_number()) return "17";
    return json::array({value});
}

[[nodiscard]] std::string with_other_types(const std::string& body) {
    json changed = json::parse(body, nullptr, false);
    if (!changed.is_object()) return "[]";
    for (auto& [key, value] : changed.items())
        value = key == "code" ? value : other_type(value);
    return changed.dump();
}

}  // namespace

std::optional<Fault> fault_of(const Script& script, const Call& call) {
    for (const Fault& fault : script.faults)
        if (fault.hits(call.endpoint, call.nth)) return fault;
    return std::nullopt;
}

bool takes_place(Service& service, Call& call, const Fault& fault) {
    if (cuts(fault)) {
        arm(fault);
        return !is_carried_out(fault);
    }
    if (fault.kind == "drip" || fault.kind == "length") arm(fault);
    if (fault.kind == "status") {
        answer_status(call, fault);
    } else if (fault.kind == "code") {
        const int code = static_cast<int>(fault.number("code", 1));
        forget(service, call, code);
        refuse(service, call, code, "scripted code", static_cast<int>(fault.number("status", 0)));
    } else if (fault.kind == "html") {
        call.out.status = static_cast<int>(fault.number("status", 200));
        call.out.set_content(kPage, "text/html; charset=utf-8");
    } else if (fault.kind == "redirect") {
        redirect(service, call, fault);
    } else {
        return false;
    }
    return true;
}

void spoil(Call& call, const Fault& fault) {
    std::string& body = call.out.body;
    if (fault.kind == "truncate") body.resize(body.size() / 2);
    if (fault.kind == "types") body = with_other_types(body);
    if (fault.kind == "huge") {
        constexpr std::int64_t kHuge = std::int64_t{64} << 20;
        const auto size = static_cast<std::size_t>(fault.number("bytes", kHuge));
        if (size > body.size()) body.append(size - body.size(), ' ');
    }
}

}  // namespace beatsync::cloud_sim
