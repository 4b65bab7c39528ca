#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cloud/clock.h"
#include "cloud/envelope.h"
#include "cloud/error_table.h"
#include "cloud/secret.h"
#include "cloud/service_settings.h"
#include "cloud/token_store.h"
#include "cloud/transport.h"
#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::cloud {

/// One call of the service.
struct Call {
    Endpoint endpoint = Endpoint::state;
    Method method = Method::get;
    std::string path;  ///< below the base URL; or an address on the base URL's host
    /// The body of each try: what may not be posted twice makes itself a new id here. May be empty.
    std::function<Result<std::string>()> body;
    std::vector<HeaderField> headers;
    std::vector<FilePart> files;
    Limits limits;
    /// `data`, where it is set, gets a 2xx answer that is not JSON; `head` may look at it and end it.
    Listener listener;
    bool backoff = true;  ///< false: passing trouble is the caller's to deal with
};

/// An answer that says yes. `envelope` holds no fields where the body was handed on.
struct Answer {
    ResponseHead head;
    std::optional<Envelope> envelope;
};

/// What a call came to that has no good answer.
struct CallFailure {
    Error error;
    Reached reached = Reached::nobody;
    int status = 0;         ///< HTTP; 0 without an answer
    std::int64_t code = 0;  ///< of the envelope
    bool passing = false;   ///< later may be better
    std::string location;   ///< where a redirect leads that was not followed; it may hold secrets
};

using Called = std::variant<Answer, CallFailure>;

/// Sends requests as the protocol wants them: with a token, the three X-Skill headers, and what the table of
/// errors says to do about a refusal (error_table.h) done. Not for several threads at once.
class Caller {
public:
    /// Both must outlive the caller.
    Caller(ServiceSettings settings, Transport& transport, Clock& clock);

    [[nodiscard]] Called call(const Call& call, const RunContext& context);

    [[nodiscard]] const ServiceSettings& settings() const { return settings_; }
    [[nodiscard]] const TokenStore& tokens() const { return store_; }
    /// The token in use or kept, without asking the service for one; none when there is none.
    [[nodiscard]] std::optional<StoredToken> known_token();
    /// Another token from now on (login, logout): the next call looks for it again.
    void forget_token() { token_.reset(); }
    /// `text` with the token in use blotted out: a service may repeat what it was sent.
    [[nodiscard]] std::string redact(std::string text) const;
    /// The refusal that an event of a stream is, in the words of the error table: {"code":2001,…} and nothing
    /// that is said.
    [[nodiscard]] std::optional<CallFailure> refusal_in(std::string_view event, Endpoint endpoint) const;

private:
    struct Tries;
    struct Heard {
        Exchanged exchanged;
        bool handed_on = false;  ///< to the call's listener
    };
    [[nodiscard]] Heard exchange(const Call& call, const Request& request, std::stop_token stop);
    [[nodiscard]] Result<Request> make_request(const Call& call, const RunContext& context);
    [[nodiscard]] std::optional<CallFailure> wait(Seconds length, std::string_view why,
                                                  const RunContext& context);
    [[nodiscard]] std::optional<CallFailure> after_failure(const Call& call, const Failure& failure,
                                                           Tries& tries, const RunContext& context);
    [[nodiscard]] std::optional<CallFailure> after_refusal(const Call& call, const Response& response,
                                                           std::int64_t code, const std::string& said,
                                                           Tries& tries, const RunContext& context);
    [[nodiscard]] Error error_of(const ErrorRow& row, std::string_view said) const;

    [[nodiscard]] Result<void> ensure_token(const RunContext& context);
    [[nodiscard]] Result<void> renew_token(const RunContext& context);
    [[nodiscard]] Result<StoredToken> ask_for_token(const RunContext& context);
    [[nodiscard]] Result<std::string> client_id();
    [[nodiscard]] bool usable(const StoredToken& token) const;
    [[nodiscard]] TokenOwner owner() const;

    ServiceSettings settings_;
    Transport& transport_;
    Clock& clock_;
    TokenStore store_;
    std::optional<StoredToken> token_;
};

}  // namespace beatsync::cloud
