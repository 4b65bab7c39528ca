#include "cloud_sim/script.h"

#include <fmt/format.h>

#include <algorithm>

namespace beatsync::cloud_sim {

const char* const kScriptHelp = R"(A script is a JSON object; every key may be left out.

  token_seconds       life of an anonymous token (604800)
  expires_at          how it is written: "iso", "unix" (seconds), "ms" ("iso")
  tokens_per_client   valid anonymous tokens per client id (1)
  tokens_per_address  anonymous tokens per address (10)
  scopes              of anonymous tokens (["read","write","upload"])
  export_needs_scope  402 for an export by a token without "render" (false)
  tokens              registered tokens, with all scopes (["nmv_usr_registered"])
  credits             that an account begins with (100)
  message_cost        credits that a message costs (5)
  envelope            "data" = fields under data, "top" = at top level, "alternate" ("data")
  upload_fields       what an upload's answer says: "full", "short", "bare" (a list), "alternate" ("full")
  error_status        HTTP status of an answer with an error code (200)
  tls                 "off", "valid", "expired" ("off"); only at the start
  render              {"polls":2,     polls until it is done
                       "seconds":0,   and at least so long
                       "fail":0,      the first N jobs fail; -1 = all
                       "blocked":false,  402 for every export
                       "url":"cdn",   where the file lies: "cdn", "api", "broken" (404), "none"
                       "short_side":360} pixels of the film at most; 0 = as the draft says
  messages            how the 1st, 2nd … message is answered; the last one stays:
                      {"mode":"text",  and one of: "silent", "heartbeats", "thoughts", "tools", "tools_snake",
                                       "partial", "plain_json", "plain_text", "error", "issue" (a trailing "I
                                       encountered a temporary issue"), "events"
                       "text":"…",     what it says
                       "events":[…],   of mode "events": objects are sent as JSON, strings as they are
                       "newline":"lf", "crlf", "cr"
                       "split":0,      bytes a piece; 1 = split at every byte
                       "cut":false,    the connection breaks half-way
                       "heartbeats":3, how many, -1 = without end
                       "heartbeat_ms":0, between them
                       "applied_after":0} state requests until the edit shows; -1 = never
  faults              [{"endpoint":"poll", "call":1, "times":1, "do":"…", …}, …]: on the call-th request (from
                      1), and so many in a row (-1 = all that follow). endpoint: token claim session message upload credits
                      state render poll file proxy_file cdn, or "*". The first that fits counts. do:
    close             breaks the connection; "after": bytes of the answer that still come
    reset             the same with a TCP reset
    stall             says no more for "seconds" (3600), then closes; "after" as above
                      (these three with "after" answer a request that was carried out; without it, one that was
                      not, unless "carried_out":true)
    drip              the answer comes "bytes" (1) at a time, every "every_ms" (10)
    length            Content-Length is wrong by "delta" (10)
    status            HTTP "status" (500); "retry_after": seconds, or a text as it is
    code              envelope "code" (1); 1001 also ends the token, 1002 also forgets the session
    truncate          half of the JSON, of the right length
    html              a page where JSON should be; "status" (200)
    types             each value of another type than it should be
    huge              padded to "bytes" (67108864)
    redirect          to "to" (the same path on the other port); "status" (307)
)";

namespace {

using nlohmann::json;

struct BadScript {
    std::string what;
};

[[noreturn]] void bad(const std::string& what) {
    throw BadScript{what};
}

template <class T>
void take(const json& from, const char* key, T& into) {
    const auto found = from.find(key);
    if (found == from.end()) return;
    try {
        found->get_to(into);
    } catch (const json::exception&) {
        bad(fmt::format("{}: wrong type", key));
    }
}

void only(const json& object, const std::string& where, std::initializer_list<std::string_view> keys) {
    if (!object.is_object()) bad(where + ": must be an object");
    for (const auto& [key, value] : object.items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) bad(where + ": unknown key " + key);
}

void one_of(const std::string& value, const char* key, std::initializer_list<std::string_view> values) {
    if (std::find(values.begin(), values.end(), value) == values.end())
        bad(fmt::format("{}: unknown value {}", key, value));
}

Fault read_fault(const json& object) {
    if (!object.is_object()) bad("faults: must hold objects");
    Fault fault;
    take(object, "endpoint", fault.endpoint);
    take(object, "call", fault.call);
    take(object, "times", fault.times);
    take(object, "do", fault.kind);
    if (fault.endpoint != "*" &&
        std::find(kEndpoints.begin(), kEndpoints.end(), fault.endpoint) == kEndpoints.end())
        bad("faults: unknown endpoint " + fault.endpoint);
    one_of(fault.kind, "do",
           {"close", "reset", "stall", "drip", "length", "status", "code", "truncate", "html", "types",
            "huge", "redirect"});
    fault.details = object;
    return fault;
}

Reply read_reply(const json& object) {
    only(
        object, "messages",
        {"mode", "text", "newline", "split", "cut", "heartbeats", "heartbeat_ms", "applied_after", "events"});
    Reply reply;
    take(object, "mode", reply.mode);
    take(object, "text", reply.text);
    take(object, "newline", reply.newline);
    take(object, "split", reply.split);
    take(object, "cut", reply.cut);
    take(object, "heartbeats", reply.heartbeats);
    take(object, "heartbeat_ms", reply.heartbeat_ms);
    take(object, "applied_after", reply.applied_after);
    take(object, "events", reply.events);
    one_of(reply.newline, "newline", {"lf", "crlf", "cr"});
    one_of(reply.mode, "mode",
           {"text", "silent", "heartbeats", "thoughts", "tools", "tools_snake", "partial", "plain_json",
            "plain_text", "error", "issue", "events"});
    return reply;
}

RenderPlan read_render(const json& object) {
    only(object, "render", {"polls", "seconds", "fail", "blocked", "url", "short_side"});
    RenderPlan plan;
    take(object, "polls", plan.polls);
    take(object, "seconds", plan.seconds);
    take(object, "fail", plan.fail);
    take(object, "blocked", plan.blocked);
    take(object, "url", plan.url);
    take(object, "short_side", plan.short_side);
    one_of(plan.url, "url", {"cdn", "api", "broken", "none"});
    return plan;
}

Script read_script(const json& object) {
    only(object, "script",
         {"token_seconds", "expires_at", "tokens_per_client", "tokens_per_address", "scopes",
          "export_needs_scope", "tokens", "credits", "message_cost", "envelope", "upload_fields",
          "error_status", "tls", "render", "messages", "faults"});
    Script s;
    take(object, "token_seconds", s.token_seconds);
    take(object, "expires_at", s.expires_at);
    take(object, "tokens_per_client", s.tokens_per_client);
    take(object, "tokens_per_address", s.tokens_per_address);
    take(object, "scopes", s.scopes);
    take(object, "export_needs_scope", s.export_needs_scope);
    take(object, "tokens", s.tokens);
    take(object, "credits", s.credits);
    take(object, "message_cost", s.message_cost);
    take(object, "envelope", s.envelope);
    take(object, "upload_fields", s.upload_fields);
    take(object, "error_status", s.error_status);
    take(object, "tls", s.tls);
    one_of(s.expires_at, "expires_at", {"iso", "unix", "ms"});
    one_of(s.envelope, "envelope", {"data", "top", "alternate"});
    one_of(s.upload_fields, "upload_fields", {"full", "short", "bare", "alternate"});
    one_of(s.tls, "tls", {"off", "valid", "expired"});
    if (const auto r = object.find("render"); r != object.end()) s.render = read_render(*r);
    if (const auto m = object.find("messages"); m != object.end()) {
        s.messages.clear();
        for (const json& reply : *m)
            s.messages.push_back(read_reply(reply));
        if (s.messages.empty()) s.messages.emplace_back();
    }
    if (const auto f = object.find("faults"); f != object.end())
        for (const json& fault : *f)
            s.faults.push_back(read_fault(fault));
    return s;
}

}  // namespace

bool Fault::hits(std::string_view which, int nth) const {
    return (endpoint == "*" || endpoint == which) && nth >= call && (times < 0 || nth < call + times);
}

std::int64_t Fault::number(const char* key, std::int64_t otherwise) const {
    const auto found = details.find(key);
    return found != details.end() && found->is_number() ? found->get<std::int64_t>() : otherwise;
}

Result<Script> parse_script(std::string_view text) {
    if (text.empty()) return Script{};
    const json parsed = json::parse(text, nullptr, false);
    if (parsed.is_discarded()) return fail(Errc::usage, "script: not valid JSON");
    try {
        return read_script(parsed);
    } catch (const BadScript& error) {
        return fail(Errc::usage, "script: " + error.what, "see beatsync-cloud-sim --help");
    }
}

}  // namespace beatsync::cloud_sim
