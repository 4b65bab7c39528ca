#include "cloud/agent_event.h"

#include <algorithm>
#include <utility>

#include "cloud/json_reader.h"

namespace beatsync::cloud {
namespace {

using nlohmann::json;

constexpr std::string_view kIssue = "I encountered a temporary issue";

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool is_true(const json* value) {
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

bool has_either(const json& object, const char* camel, const char* snake) {
    return member(object, camel) != nullptr || member(object, snake) != nullptr;
}

std::string string_in(const json* value) {
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string{};
}

// {"error":"…"}, {"error":{"message":"…"}}, {"errorCode":"…","errorMessage":"…"}
bool read_error(const json& event, AgentEvent& out) {
    const json* error = member(event, "error");
    const bool coded = has_either(event, "errorCode", "error_code");
    std::string text = string_in(error);
    if (error != nullptr && text.empty()) text = string_in(member(*error, "message"));
    for (const char* name : {"errorMessage", "error_message", "errorCode", "error_code"}) {
        if (text.empty()) text = string_in(member(event, name));
    }
    const bool said = error != nullptr && !(error->is_boolean() && !error->get<bool>());
    if (!said && !coded) return false;
    out.kind = AgentEvent::Kind::error;
    out.text = text.empty() ? "the service reports an error without saying which" : text;
    return true;
}

void read_parts(const json& parts, AgentEvent& out) {
    if (!parts.is_array()) return;
    for (const json& part : parts) {
        if (has_either(part, "functionCall", "function_call")) ++out.calls;
        if (has_either(part, "functionResponse", "function_response")) ++out.results;
        if (!is_true(member(part, "thought"))) out.text += string_in(member(part, "text"));
    }
}

bool is_heartbeat(const json& event) {
    return string_in(member(event, "type")) == "heartbeat" ||
           string_in(member(event, "event")) == "heartbeat" || member(event, "heartbeat") != nullptr;
}

AgentEvent plain(std::string_view text) {
    AgentEvent event;
    if (text == "heartbeat" || text == "[DONE]" ||
        text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return event;
    }
    event.kind = AgentEvent::Kind::whole;
    event.text = text;
    return event;
}

AgentEvent read_object(const json& event) {
    AgentEvent out;
    const json* content = member(event, "content");
    const json* parts = content == nullptr ? nullptr : member(*content, "parts");
    if (parts != nullptr) read_parts(*parts, out);
    if (content != nullptr && content->is_string()) out.text = content->get<std::string>();
    // What the user said is no answer: the stream may repeat it.
    if (content != nullptr && string_in(member(*content, "role")) == "user") out.text.clear();
    if (content == nullptr && !is_true(member(event, "thought"))) out.text = string_in(member(event, "text"));
    if (!out.text.empty()) {
        out.kind = is_true(member(event, "partial")) ? AgentEvent::Kind::piece : AgentEvent::Kind::whole;
        return out;
    }
    if (read_error(event, out) || is_heartbeat(event)) return out;
    if (out.calls > 0 || out.results > 0 || parts != nullptr) out.kind = AgentEvent::Kind::tools;
    return out;
}

// How much of the end of `text` may be the beginning of kIssue, or kIssue and what follows it.
std::size_t held_from(std::string_view text) {
    const std::size_t found = text.find(kIssue);
    if (found != std::string_view::npos) return found;
    for (std::size_t n = std::min(text.size(), kIssue.size() - 1); n > 0; --n) {
        if (text.ends_with(kIssue.substr(0, n))) return text.size() - n;
    }
    return text.size();
}

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

AgentEvent read_agent_event(std::string_view data) {
    const std::size_t first = data.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    if (data[first] != '{' && data[first] != '"') return plain(data);
    const auto event = read_json(data);
    if (event && event->is_object()) return read_object(*event);
    if (event && event->is_string()) return plain(event->get_ref<const std::string&>());
    return plain(data);
}

std::string TextAssembler::show(std::string text) {
    shown_ += text;
    return text;
}

std::string TextAssembler::add_piece(std::string_view text) {
    turn_ += text;
    held_ += text;
    const std::size_t from = held_from(held_);
    std::string now = held_.substr(0, from);
    held_.erase(0, from);
    return show(std::move(now));
}

std::string TextAssembler::add_whole(const std::string& text) {
    const std::string said = std::exchange(turn_, {});
    const std::string held = std::exchange(held_, {});
    std::string rest = text;
    if (!said.empty() && text.starts_with(said)) {
        rest = held + text.substr(said.size());
    } else if (!said.empty()) {
        // It repeats the pieces in other words or cut at the ends: all that matters was shown already.
        if (said.find(text) != std::string::npos) rest = held;
    } else if (text == last_whole_) {
        return {};
    }
    last_whole_ = text;
    const std::size_t issue = rest.find(kIssue);
    if (issue != std::string::npos && !(blank(shown_) && blank(std::string_view(rest).substr(0, issue)))) {
        rest.erase(issue);
    }
    if (said.empty() && !shown_.empty() && !rest.empty() && shown_.back() != '\n') rest.insert(0, 1, '\n');
    return show(std::move(rest));
}

std::string TextAssembler::add(const AgentEvent& event) {
    if (event.kind == AgentEvent::Kind::piece) return add_piece(event.text);
    if (event.kind == AgentEvent::Kind::whole) return add_whole(event.text);
    return {};
}

std::string TextAssembler::finish() {
    std::string held = std::exchange(held_, {});
    turn_.clear();
    if (held.starts_with(kIssue) && !blank(shown_)) return {};
    return show(std::move(held));
}

}  // namespace beatsync::cloud
