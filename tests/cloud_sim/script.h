#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace beatsync::cloud_sim {

/// What a fault names. `file` and `proxy_file` are downloads from the API host, `cdn` from the other port.
inline constexpr auto kEndpoints =
    std::to_array<std::string_view>({"token", "claim", "session", "message", "upload", "credits", "state",
                                     "render", "poll", "file", "proxy_file", "cdn"});

/// What goes wrong, on which calls. See kScriptHelp.
struct Fault {
    std::string endpoint;
    int call = 1;
    int times = 1;
    std::string kind;
    nlohmann::json details;  ///< the fault's own object

    [[nodiscard]] bool hits(std::string_view which, int nth) const;
    [[nodiscard]] std::int64_t number(const char* key, std::int64_t otherwise) const;
};

/// How one message is answered.
struct Reply {
    std::string mode = "text";
    std::string text;  ///< "" = what was done
    std::string newline = "lf";
    int split = 0;  ///< bytes a piece; 0 = an event a piece
    bool cut = false;
    int heartbeats = 3;  ///< of mode "heartbeats"; −1 = without end
    int heartbeat_ms = 0;
    int applied_after = 0;  ///< state requests until the edit shows; −1 = never
    nlohmann::json events;  ///< of mode "events"
};

struct RenderPlan {
    int polls = 2;
    int seconds = 0;
    int fail = 0;  ///< of the first jobs; −1 = all
    bool blocked = false;
    std::string url = "cdn";
    int short_side = 360;
};

struct Script {
    std::int64_t token_seconds = 7 * 24 * 3600;
    std::string expires_at = "iso";
    int tokens_per_client = 1;
    int tokens_per_address = 10;
    std::vector<std::string> scopes{"read", "write", "upload"};
    bool export_needs_scope = false;
    std::vector<std::string> tokens{"nmv_usr_registered"};
    std::int64_t credits = 100;
    std::int64_t message_cost = 5;
    std::string envelope = "data";
    std::string upload_fields = "full";
    std::string tls = "off";
    int error_status = 200;
    RenderPlan render;
    std::vector<Reply> messages{Reply{}};
    std::vector<Fault> faults;
};

/// Errc::usage names the key that is wrong; unknown keys are wrong. "" is the default script.
[[nodiscard]] Result<Script> parse_script(std::string_view json);

/// The format, for people.
extern const char* const kScriptHelp;

}  // namespace beatsync::cloud_sim
