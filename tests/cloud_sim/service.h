#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "cloud_sim/script.h"
#include "cloud_sim/state.h"
#include "cloud_sim/wire.h"

namespace beatsync::cloud_sim {

/// One request on its way through a handler.
struct Call {
    const httplib::Request& in;
    httplib::Response& out;
    std::string endpoint;
    int nth = 1;  ///< of its endpoint
    std::string token;
    std::string account;
};

/// What the endpoints share. `mutex` guards `script` and `state`.
struct Service {
    std::filesystem::path folder;
    std::string url;
    std::string cdn_url;
    mutable std::mutex mutex;
    Script script;
    State state;
    std::map<std::string, Film> films;  ///< by what they show: the same draft is rendered once
    std::stop_source stop;              ///< ends renders
    WireServer api;
    WireServer cdn;

    [[nodiscard]] std::unique_lock<std::mutex> lock() const { return std::unique_lock(mutex); }
};

enum class Access : std::uint8_t {
    open,     ///< another host's: no headers asked for
    headers,  ///< X-Skill-* alone
    token,    ///< and a valid token
};

using Action = std::function<void(Call&)>;

/// The way of every request: noted, counted, fault, headers, token; then `action`, then what the fault does
/// to its answer.
void handle(Service& service, std::string_view endpoint, Access access, const httplib::Request& in,
            httplib::Response& out, const Action& action);

/// A success, in the envelope that the script asks for.
void answer(const Service& service, Call& call, const nlohmann::json& data);
/// An answer without an envelope.
void answer_plain(Call& call, const nlohmann::json& body, int status = 200);
/// A failure; `status` 0 = the script's error_status.
void refuse(const Service& service, Call& call, int code, std::string_view message, int status = 0);

/// The JSON object of a request; an empty object when it is not one.
[[nodiscard]] nlohmann::json body_of(const Call& call);
/// The value of a key when it is a text.
[[nodiscard]] std::string text_at(const nlohmann::json& object, const char* key);

/// The session of a request, or none, and then 1002 was answered. The lock must be held.
[[nodiscard]] Session* find_session(Service& service, Call& call, const std::string& id);

// The endpoints, a file each.
void add_auth(Service& service);
void add_sessions(Service& service);
void add_messages(Service& service);
void add_uploads(Service& service);
void add_renders(Service& service);
void add_downloads(Service& service);
void add_report(Service& service);  ///< GET /sim/state: counts, jobs, uploads, messages, for scripts

}  // namespace beatsync::cloud_sim
