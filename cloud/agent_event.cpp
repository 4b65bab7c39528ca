#include "cloud/agent_event.h"

#include <algorithm>
#include <utility>

#include "cloud/json_reader.h"
#include "draft/text.h"

namespace beatsync::cloud {
namespace {

using draft::trimmed;
using nlohmann::json;

constexpr std::string_view kIssue = "I encountered a temporary issue";

bool blank(std::string_view text) {
    return trimmed(text).empty();
}

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

// An empty error is none: senders that write all their fields write it too.
bool says_something(const json* error) {
    if (error == nullptr) return false;
    if (error->is_boolean()) return error->get<bool>();
    if (error->is_number()) return error->get<double>() != 0;
    return error->is_string() ? !error->get_ref<const std::string&>().empty() : !error->empty();
}

// {"error":"…"}, {"error":{"message":"…"}}, {"errorCode":"…","errorMessage":"…"}
bool read_error(const json& event, AgentEvent& out) {
    const json* error = member(event, "error");
    const bool coded =
        says_something(member(event, "errorCode")) || says_something(member(event, "error_code"));
    std::string text = string_in(error);
    if (error != nullptr && text.empty()) text = string_in(member(*error, "message"));
    for (const char* name : {"errorMessage", "error_message", "errorCode", "error_code"}) {
        if (text.empty()) text = string_in(member(event, name));
    }
    if (!says_something(error) && !coded) return false;
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
    if (text == "heartbeat" || text == "[DONE]" || blank(text)) return event;
    event.kind = AgentEvent::Kind::whole;
    event.text = text;
    return event;
}

// {"…: JSON that was cut, is too deep or has bytes that are no UTF-8. It may be a thought or a tool's, and is
// no sentence.
bool begins_object(std::string_view text) {
    return text.starts_with('{') && trimmed(text.substr(1)).starts_with('"');
}

AgentEvent read_object(const json& event) {
    AgentEvent out;
    const json* content = member(event, "content");
    const json* parts = content == nullptr ? nullptr : member(*content, "parts");
    if (parts != nullptr) read_parts(*parts, out);
    if (content != nullptr && content->is_string()) out.text = content->get<std::string>();
    // What the user said is no answer: the stream may repeat it.
    if (content != nullptr && string_in(member(*content, "role")) == "user") out.text.clear();
    const bool thought = is_true(member(event, "thought"));
    if (content == nullptr && !thought) out.text = string_in(member(event, "text"));
    if (!out.text.empty()) {
        out.kind = is_true(member(event, "partial")) ? AgentEvent::Kind::piece : AgentEvent::Kind::whole;
        return out;
    }
    if (read_error(event, out)) return out;
    const bool worked = out.calls > 0 || out.results > 0;
    if (worked || ((parts != nullptr || thought) && !is_heartbeat(event))) out.kind = AgentEvent::Kind::tools;
    return out;
}

// The issue as the service says it: a line at the end. A longer one, or one with more below, is content.
bool is_issue_line(std::string_view text) {
    constexpr std::size_t kMaxBytes = 300;
    if (!text.starts_with(kIssue) || text.size() > kMaxBytes) return false;
    const std::size_t end = text.find('\n');
    return end == std::string_view::npos || blank(text.substr(end));
}

// Where the issue begins that `text` ends with; its size where it does not.
std::size_t issue_at(std::string_view text) {
    std::size_t at = text.find(kIssue);
    while (at != std::string_view::npos && !is_issue_line(text.substr(at)))
        at = text.find(kIssue, at + 1);
    return std::min(at, text.size());
}

// The same where the text may go on: also where kIssue has but begun.
std::size_t held_from(std::string_view text) {
    const std::size_t issue = issue_at(text);
    if (issue < text.size()) return issue;
    for (std::size_t n = std::min(text.size(), kIssue.size() - 1); n > 0; --n) {
        if (text.ends_with(kIssue.substr(0, n))) return text.size() - n;
    }
    return text.size();
}

// What a whole text says beyond its pieces, which may be those of more than one turn. Either may lack white
// space at its ends.
std::string not_said_yet(std::string_view said, std::string_view whole) {
    const std::string_view pieces = trimmed(said);
    const std::string_view text = trimmed(whole);
    if (text.starts_with(pieces)) {
        const std::string_view end = said.substr(said.find(pieces) + pieces.size());
        const std::string_view rest = whole.substr(whole.find(text) + pieces.size());
        if (rest.starts_with(end)) return std::string(rest.substr(end.size()));
        return end.starts_with(rest) ? std::string{} : std::string(rest);
    }
    if (pieces.starts_with(text) || pieces.ends_with(text)) return {};
    return (said.ends_with('\n') ? "" : "\n") + std::string(whole);
}

}  // namespace

AgentEvent read_agent_event(std::string_view data) {
    const std::string_view text = trimmed(data);
    if (!text.starts_with('{') && !text.starts_with('"')) return plain(data);
    const auto event = read_json(text);
    if (event && event->is_object()) return read_object(*event);
    if (event && event->is_string()) return plain(event->get_ref<const std::string&>());
    if (!event && begins_object(text)) return {AgentEvent::Kind::tools, {}};
    return plain(data);
}

std::string TextAssembler::show(std::string text) {
    if (text.empty()) return text;
    if (turn_ended_ && !shown_.empty() && shown_.back() != '\n') text.insert(0, 1, '\n');
    turn_ended_ = false;
    anything_shown_ = anything_shown_ || !blank(text);
    shown_ += text;
    return text;
}

// An issue that comes after `before`.
bool TextAssembler::is_ignored(std::string_view before) const {
    return anything_shown_ || !blank(before);
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
    std::string rest = std::exchange(held_, {});
    if (said.empty() && text == last_whole_) return {};
    last_whole_ = text;
    rest += said.empty() ? text : not_said_yet(said, text);
    const std::size_t issue = issue_at(rest);
    if (is_ignored(std::string_view(rest).substr(0, issue))) rest.erase(issue);
    std::string now = show(std::move(rest));
    turn_ended_ = true;
    return now;
}

std::string TextAssembler::add(const AgentEvent& event) {
    if (event.kind == AgentEvent::Kind::piece) return add_piece(event.text);
    if (event.kind == AgentEvent::Kind::whole) return add_whole(event.text);
    return {};
}

std::string TextAssembler::finish() {
    std::string held = std::exchange(held_, {});
    if (is_issue_line(held) && is_ignored({})) return {};
    return show(std::move(held));
}

}  // namespace beatsync::cloud
