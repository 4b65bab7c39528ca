#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync::cloud {

enum class Endpoint : std::uint8_t {
    anonymous_token,
    claim_token,
    create_session,
    send_message,
    upload,
    credits,
    state,
    render,
    poll,
    download,
};

enum class TokenOwner : std::uint8_t { anonymous, given };

enum class ErrorAction : std::uint8_t {
    none,  ///< tell the user
    new_anonymous_token,
    new_session_and_upload_again,
    make_client_id,
    wait_and_retry_once,  ///< Retry-After, or kDefaultRetryWaitSeconds
    retry_with_backoff,
};

inline constexpr int kDefaultRetryWaitSeconds = 30;

/// One row, one behaviour.
struct ErrorRow {
    int first = 0;  ///< body code or HTTP status, `first` to `last`
    int last = 0;
    Errc errc = Errc::refused;
    const char* message = "";
    const char* hint = "";  ///< {web} and {user} stand for the web URL and the user id
    ErrorAction action = ErrorAction::none;
    int most_retries = 0;
};

/// All rows; one may appear for each owner of the token.
[[nodiscard]] std::span<const ErrorRow> error_rows(TokenOwner owner);

/// The row of an answer that is no success. The body's code decides; 0 or one that no row names: the status
/// does. A message or a render that may have been taken (5xx) is never retried; an answer that says it was
/// not taken (429, 1001, 1002) may be.
[[nodiscard]] ErrorRow find_error_row(int http_status, std::int64_t body_code, Endpoint endpoint,
                                      TokenOwner owner);

/// Whether status and code say that all is well.
[[nodiscard]] bool is_success(int http_status, std::int64_t body_code);

/// The row as an Error, the service's own words behind ours: the first 300 bytes, on one line, with what
/// looks like a token of the service (nmv_…, clm_…) hidden. `user_id` empty: the link without it.
[[nodiscard]] Error to_error(const ErrorRow& row, std::string_view service_message, std::string_view web_url,
                             std::string_view user_id);

}  // namespace beatsync::cloud
