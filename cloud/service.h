#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cloud/agent_event.h"
#include "cloud/caller.h"
#include "cloud/service_settings.h"
#include "cloud/session_state.h"
#include "cloud/session_store.h"
#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::cloud {

/// Which token is in use.
enum class TokenKind : std::uint8_t { none, anonymous, given };

struct Account {
    TokenKind kind = TokenKind::none;
    std::string user_id;               ///< of an anonymous token: names it on the registration link
    std::optional<double> expires_at;  ///< Unix time, seconds
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
    std::optional<double> progress;      ///< 0 to 1, where the service says it
    std::string url;                     ///< of the finished file; may be empty
    std::string error;                   ///< why it failed, in the service's words
    std::optional<Seconds> retry_after;  ///< not to be asked before
};

/// How a message's stream ended.
enum class StreamEnd : std::uint8_t {
    closed,    ///< by the service: the work is done
    lost,      ///< the connection broke, perhaps before the message arrived: ask for the state, never send it
               ///< again
    silent,    ///< heartbeats alone for 10 minutes
    too_long,  ///< 15 minutes in all
};

/// A render that went out.
struct Submission {
    bool certain = true;    ///< false: whether it was taken has to be asked, for it must not be repeated
    std::string render_id;  ///< to ask by: the service's own, where it gives one; else ours
};

/// The API's own address of a finished render, below the base URL.
[[nodiscard]] std::string download_path(std::string_view render_id);

/// One function an endpoint of the service (the protocol's table "Endpoints"). Each does what the protocol's
/// error table says (a new anonymous token, one wait and one retry, retries with backoff where nothing is
/// done twice) before it gives up: Errc::network when the service can't be reached, Errc::refused when it
/// says no, Errc::input for a file it would not take, Errc::cancelled. Not for several threads at once.
class Service {
public:
    /// `transport` and `clock` must outlive the service.
    Service(ServiceSettings settings, Transport& transport, Clock& clock);

    [[nodiscard]] const ServiceSettings& settings() const { return caller_.settings(); }
    /// The token in use, without asking the service for one.
    [[nodiscard]] Account account();
    /// What the last call that failed was told; none after a call that did not. Code 1002 says that the
    /// session is unknown.
    [[nodiscard]] const std::optional<CallFailure>& refusal() const { return refusal_; }
    [[nodiscard]] bool session_unknown() const { return refusal_ && refusal_->code == kSessionUnknown; }

    /// `text` without the token in use, should the service have said it.
    [[nodiscard]] std::string redact(std::string text) const { return caller_.redact(std::move(text)); }

    /// Whether anything answers at the base URL, within ten seconds. Sends no token.
    [[nodiscard]] Result<void> reach(const RunContext& context);

    /// Takes and keeps a token of the user's own; the service is asked whether it is good. Errc::usage for
    /// one that can't be a header.
    Result<void> login(const Secret& token, const RunContext& context);
    /// Forgets the token kept for this base URL. The client id stays.
    Result<void> logout(const RunContext& context);

    [[nodiscard]] Result<Credits> credits(const RunContext& context);
    [[nodiscard]] Result<Session> create_session(const RunContext& context);
    /// A page of the web editor that takes the session over; holds a claim token, never ours.
    [[nodiscard]] Result<std::string> claim_link(const Session& session, const RunContext& context);
    [[nodiscard]] Result<SessionState> state(const std::string& session_id, const RunContext& context);

    /// Streams one file from disk, its name without folders: the whole `data` of the answer, as JSON. Sizes
    /// and formats are checked first (check_upload). `sent`: bytes so far, of how many.
    [[nodiscard]] Result<std::string> upload(const std::string& session_id, const std::filesystem::path& file,
                                             const std::function<void(std::int64_t, std::int64_t)>& sent,
                                             const RunContext& context);
    [[nodiscard]] Result<std::string> upload_urls(const std::string& session_id,
                                                  std::span<const std::string> urls,
                                                  const RunContext& context);

    /// Posts the message once, and never again. `on_event` gets each event; a heartbeat also
    /// about ten times a second while nothing comes.
    /// An Error only where the service certainly did not take the message, or said no.
    [[nodiscard]] Result<StreamEnd> send_message(const std::string& session_id, std::string_view text,
                                                 const std::function<void(const AgentEvent&)>& on_event,
                                                 const RunContext& context);

    /// Posts a render, each time under another id, which `next_id` is asked for before it goes out.
    [[nodiscard]] Result<Submission> submit_render(const std::string& session_id, std::string_view draft_json,
                                                   const std::function<Result<std::string>()>& next_id,
                                                   const RunContext& context);
    /// std::nullopt: the service knows no such render.
    [[nodiscard]] Result<std::optional<RenderState>> render_state(const std::string& render_id,
                                                                  const RunContext& context);
    /// To `temporary`, a file that is written from its beginning; goes on by Range where it broke off, and
    /// knows from the length whether it is whole. `url` may be another host's, which sees no credentials;
    /// when it fails or is empty, the API's own address of the render is asked. Progress: stage "download".
    Result<void> download(const std::string& url, const std::string& render_id,
                          const std::filesystem::path& temporary, const RunContext& context);

private:
    static constexpr std::int64_t kSessionUnknown = 1002;
    friend class Download;
    [[nodiscard]] Result<Answer> call(const Call& call, const RunContext& context);

    Caller caller_;
    Transport& transport_;
    Clock& clock_;
    std::optional<CallFailure> refusal_;
};

}  // namespace beatsync::cloud
