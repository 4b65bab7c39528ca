#include "cloud_sim/event_stream.h"

#include <fmt/format.h>

#include <algorithm>

namespace beatsync::cloud_sim {
namespace {

using nlohmann::json;

constexpr double kTimestamp = 1763097515.25;

/// Writes events in the form of the service's framework.
class Writer {
public:
    explicit Writer(int number) : number_(number) {}

    void parts(const char* role, json parts, json partial = nullptr) {
        json event{{"content", {{"role", role}, {"parts", std::move(parts)}}},
                   {"invocationId", fmt::format("e-{}", number_)},
                   {"author", "nemo_agent"},
                   {"actions", {{"stateDelta", json::object()}, {"artifactDelta", json::object()}}},
                   {"id", fmt::format("{}-{}", number_, events_.size())},
                   {"timestamp", kTimestamp}};
        if (!partial.is_null()) event["partial"] = std::move(partial);
        data(event.dump());
    }
    void text(const std::string& text, json partial = nullptr) {
        parts("model", json::array({{{"text", text}}}), std::move(partial));
    }
    void tool(const std::string& name, bool snake) {
        const std::string id = fmt::format("adk-{}", number_);
        parts("model", json::array({{{snake ? "function_call" : "functionCall",
                                      {{"id", id}, {"name", name}, {"args", json::object()}}}}}));
        parts("user", json::array({{{snake ? "function_response" : "functionResponse",
                                     {{"id", id}, {"name", name}, {"response", {{"ok", true}}}}}}}));
    }
    void data(const std::string& text) { raw("data: " + text + "\n\n"); }
    void raw(std::string event) { events_.push_back(std::move(event)); }
    /// The three kinds of nothing in turn.
    void heartbeats(int count) {
        constexpr std::array<const char*, 3> kKinds{"event: heartbeat\ndata: {}\n\n", ": keep-alive\n\n",
                                                    "data:\n\n"};
        for (int i = 0; i < count; ++i)
            raw(kKinds[static_cast<std::size_t>(i) % kKinds.size()]);
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(events_); }

private:
    int number_;
    std::vector<std::string> events_;
};

void write_partial(Writer& to, const std::string& text) {
    const std::size_t step = std::max<std::size_t>(text.size() / 3, 1);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(at + step, text.size());
        // Not within a character (UTF-8): each piece is a text of its own.
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            ++end;
        to.text(text.substr(at, end - at), true);
        at = end;
    }
    to.text(text, false);
}

void write_events(Writer& to, const json& events) {
    for (const json& event : events)
        if (event.is_string())
            to.raw(event.get<std::string>());
        else
            to.data(event.dump());
}

void write(Writer& to, const Reply& reply, const Edit& edit, const std::string& text) {
    const std::string& mode = reply.mode;
    if (mode == "text") to.text(text);
    if (mode == "silent") to.tool(edit.tool, false);
    if (mode == "heartbeats") to.heartbeats(reply.heartbeats < 0 ? 3 : reply.heartbeats);
    if (mode == "partial") write_partial(to, text);
    if (mode == "plain_json") to.data(json{{"text", text}}.dump());
    if (mode == "plain_text") to.data(text);
    if (mode == "error")
        to.data(json{{"error", reply.text.empty() ? "the model is overloaded" : reply.text}}.dump());
    if (mode == "events") write_events(to, reply.events);
    if (mode == "thoughts") {
        to.parts("model", json::array({{{"text", "The user wants an edit."}, {"thought", true}}}));
        to.text(text);
    }
    if (mode == "tools" || mode == "tools_snake") {
        to.tool(edit.tool, mode == "tools_snake");
        to.text(text);
    }
    if (mode == "issue") {
        to.text(text);
        to.text("I encountered a temporary issue");
    }
}

/// Line ends as asked for; JSON has none of its own inside.
[[nodiscard]] std::string with_newlines(const std::string& text, const std::string& newline) {
    if (newline == "lf") return text;
    std::string changed;
    for (const char c : text)
        changed += c != '\n' ? std::string(1, c) : newline == "cr" ? "\r" : "\r\n";
    return changed;
}

[[nodiscard]] std::vector<std::string> in_pieces(const std::string& text, std::size_t size) {
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < text.size(); at += size)
        pieces.push_back(text.substr(at, size));
    return pieces;
}

[[nodiscard]] std::string joined(const std::vector<std::string>& pieces) {
    std::string all;
    for (const std::string& piece : pieces)
        all += piece;
    return all;
}

}  // namespace

EventStream event_stream(const Reply& reply, const Edit& edit, int number) {
    Writer writer(number);
    write(writer, reply, edit, reply.text.empty() ? edit.told : reply.text);
    EventStream stream{writer.take(), reply.heartbeat_ms, reply.mode == "heartbeats" && reply.heartbeats < 0,
                       reply.cut};
    for (std::string& piece : stream.pieces)
        piece = with_newlines(piece, reply.newline);
    if (reply.cut) {
        const std::string all = joined(stream.pieces);
        stream.pieces = {all.substr(0, all.size() / 2)};
    }
    if (reply.split > 0)
        stream.pieces = in_pieces(joined(stream.pieces), static_cast<std::size_t>(reply.split));
    return stream;
}

}  // namespace beatsync::cloud_sim
