#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/clock.h"
#include "cloud/secret.h"
#include "cloud/transport.h"
#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::cloud {

/// Where the service is, and what every request says of the sender.
struct ServiceSettings {
    std::string base_url = "https://mega-api-prod.nemovideo.ai";
    std::string web_url = "https://nemovideo.com";
    std::string skill_source = "ai-video-editing-with-music";
    std::string skill_version;
    std::string skill_platform = "unknown";
    std::string language = "en";
    std::filesystem::path
        config_folder;  ///< …/nemovideo: the client id, shared with the service's other clients
    std::filesystem::path state_folder;  ///< …/beatsync: credentials, sessions, uploads, jobs
    std::string client_id;               ///< instead of the kept one; empty = the kept one
    Secret given_token;        ///< the user's own, from the environment; empty = stored or anonymous
    bool may_register = true;  ///< an anonymous token may be asked for when there is none
};

/// Which token is in use.
enum class TokenKind : std::uint8_t { none, anonymous, given };

struct Account {
    TokenKind kind = TokenKind::none;
    std::string user_id;               ///< of an anonymous token: names it on the registration link
    std::optional<double> expires_at;  ///< Unix time, seconds
};

struct Session {
    std::string session_id;
    std::string task_id;
};

/// Credits of the account; `frozen` are held for work that is running.
struct Credits {
    double available = 0;
    double frozen = 0;
    double total = 0;
};

enum class RenderPhase : std::uint8_t { pending, processing, completed, failed };

struct RenderState {
    RenderPhase phase = RenderPhase::pending;
    std::optional<double> progress;  ///< 0 to 1, where the service says it
    std::string url;                 ///< of the finished file
    std::string error;               ///< why it failed, in the service's words
};

/// How a message's stream ended.
enum class StreamEnd : std::uint8_t {
    closed,    ///< by the service: the work is done
    lost,      ///< the connection broke, perhaps before the message arrived: ask for the state, never send it
               ///< again
    silent,    ///< heartbeats alone for 10 minutes
    too_long,  ///< 15 minutes in all
};

/// One function an endpoint of the service (the protocol's table "Endpoints"). Each does what the protocol's
/// error table says (a new anonymous token, one wait and one retry, retries with backoff where nothing is
/// done twice) before it gives up: Errc::network when the service can't be reached, Errc::refused when it
/// says no, Errc::input for a file it would not take, Errc::cancelled. Not for several threads at once.
class Service {
public:
    /// `transport` and `clock` must outlive the service.
    Service(ServiceSettings settings, Transport& transport, Clock& clock);
    Service(Service&&) noexcept;
    ~Service();

    [[nodiscard]] const ServiceSettings& settings() const;
    /// The token in use, without asking the service for one.
    [[nodiscard]] Result<Account> account();

    /// Takes and keeps a token of the user's own; the service is asked whether it is good.
    Result<void> login(Secret token, const RunContext& context);
    /// Forgets the tokens kept for this base URL. The client id stays.
    Result<void> logout();

    [[nodiscard]] Result<Credits> credits(const RunContext& context);
    [[nodiscard]] Result<Session> create_session(const RunContext& context);
    /// A page of the web editor that takes the session over; holds a claim token, never ours.
    [[nodiscard]] Result<std::string> claim_link(const Session& session, const RunContext& context);
    /// The answer about the session as JSON (session_state.h reads it). 1002 → Errc::refused,
    /// is_session_unknown().
    [[nodiscard]] Result<std::string> state(const std::string& session_id, const RunContext& context);
    /// Checks sizes and formats of all files first, then streams them in one request each; the whole
    /// `data` of each answer, as JSON. Progress as stage "upload".
    [[nodiscard]] Result<std::vector<std::string>> upload(const std::string& session_id,
                                                          std::span<const std::filesystem::path> files,
                                                          const RunContext& context);
    [[nodiscard]] Result<std::string> upload_urls(const std::string& session_id,
                                                  std::span<const std::string> urls,
                                                  const RunContext& context);

    /// Posts the message once, and never again. `on_event` gets the data of each event ("" for a heartbeat).
    /// An Error only where the service certainly did not take the message, or said no.
    [[nodiscard]] Result<StreamEnd> send_message(const std::string& session_id, std::string_view text,
                                                 const std::function<void(std::string_view)>& on_event,
                                                 const RunContext& context);

    /// Posts a render under this id, once. `maybe`: whether it arrived is not known, ask for it.
    enum class Submitted : std::uint8_t { yes, maybe };
    [[nodiscard]] Result<Submitted> submit_render(const std::string& session_id, const std::string& render_id,
                                                  std::string_view draft_json, const RunContext& context);
    /// std::nullopt: the service knows no such render.
    [[nodiscard]] Result<std::optional<RenderState>> render_state(const std::string& render_id,
                                                                  const RunContext& context);
    /// To `output`, under its name only when whole; goes on by Range where it broke off. `url` may be another
    /// host's, which sees no credentials; when it fails, the API's own address of the render is tried.
    Result<void> download(const std::string& url, const std::string& render_id,
                          const std::filesystem::path& output, const RunContext& context);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Whether an error of Service says that the session is unknown (code 1002): make a new one, upload again.
[[nodiscard]] bool is_session_unknown(const Error& error);

}  // namespace beatsync::cloud
