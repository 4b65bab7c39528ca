#include "cloud/error_table.h"

#include <algorithm>
#include <array>

#include "cloud/utf8.h"

namespace beatsync::cloud {
namespace {

using A = ErrorAction;

constexpr const char* kFormats =
    "Accepted: mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac";
constexpr ErrorRow kSession{1002,
                            1002,
                            Errc::refused,
                            "the session is not known to the service",
                            "Begin a new one: `beatsync cloud chat --new \"…\"`",
                            A::new_session_and_upload_again,
                            1};
constexpr ErrorRow kFormat{4001, 4001, Errc::refused, "the service does not take this kind of file",
                           kFormats};
constexpr ErrorRow kSize{4002, 4002, Errc::refused, "the file is too large for the service",
                         "At most 500 MB each: compress or trim it"};
constexpr ErrorRow kClient{
    400, 400, Errc::refused, "the service can't read the request", "", A::make_client_id, 1};
constexpr ErrorRow kPlan{402, 402, Errc::refused, "the plan of this account does not allow this",
                         "Register or upgrade your plan to unlock export."};
constexpr ErrorRow kMissing{404, 404, Errc::refused, "the service does not know what was asked for"};
constexpr ErrorRow kSlow{408,
                         408,
                         Errc::network,
                         "the service waited too long for the request",
                         "Try again later",
                         A::retry_with_backoff,
                         4};
constexpr ErrorRow kBody{413, 413, Errc::refused, "what was sent is too large for the service",
                         "At most 500 MB each: compress or trim it"};
constexpr ErrorRow kType{415, 415, Errc::refused, "the service does not take this kind of file", kFormats};
constexpr ErrorRow kRate{
    429, 429, Errc::refused, "the service is asked too often", "Try again later", A::wait_and_retry_once, 1};
constexpr ErrorRow kElsewhere{300, 399, Errc::refused, "the service sends requests elsewhere",
                              "Check NEMO_API_URL"};
constexpr ErrorRow kOther{400, 499, Errc::refused, "the service refused the request"};
constexpr ErrorRow kDown{
    500, 599, Errc::network, "the service has trouble of its own", "Try again later", A::retry_with_backoff,
    4};

constexpr ErrorRow bad_token(int code, TokenOwner owner) {
    if (owner == TokenOwner::anonymous)
        return {code,
                code,
                Errc::refused,
                "the anonymous token is bad or has expired",
                "Run `beatsync cloud login`",
                A::new_anonymous_token,
                1};
    return {code, code, Errc::refused, "the token is bad or has expired",
            "Set NEMO_TOKEN to a good one, or run `beatsync cloud login`"};
}

constexpr auto rows_for(TokenOwner owner) {
    const bool anonymous = owner == TokenOwner::anonymous;
    const ErrorRow credits{
        2001, 2001, Errc::refused, "out of credits",
        anonymous ? "Register to go on: {web}?bind={user}" : "Top up credits in your account"};
    const ErrorRow scope{
        403, 403, Errc::refused, "this token may not do that",
        anonymous ? "An anonymous token has no leave to render: register at {web}" : "Use one that may"};
    return std::array{bad_token(1001, owner),
                      kSession,
                      credits,
                      kFormat,
                      kSize,
                      kClient,
                      bad_token(401, owner),
                      kPlan,
                      scope,
                      kMissing,
                      kSlow,
                      kBody,
                      kType,
                      kRate,
                      kElsewhere,
                      kOther,
                      kDown};
}

constexpr auto kAnonymous = rows_for(TokenOwner::anonymous);
constexpr auto kGiven = rows_for(TokenOwner::given);

// What may be asked again where nobody knows whether it was done: it does nothing.
bool asks(Endpoint e) {
    return e == Endpoint::credits || e == Endpoint::state || e == Endpoint::poll || e == Endpoint::download;
}

bool has_session(Endpoint e) {
    return e == Endpoint::claim_token || e == Endpoint::send_message || e == Endpoint::upload ||
           e == Endpoint::state || e == Endpoint::render;
}

bool applies(ErrorAction action, Endpoint endpoint) {
    switch (action) {
        case A::none:
            return true;
        case A::new_anonymous_token:
            return endpoint != Endpoint::anonymous_token;
        case A::new_session_and_upload_again:
            return has_session(endpoint);
        case A::make_client_id:
            return endpoint == Endpoint::anonymous_token;
        case A::wait_and_retry_once:
            return true;
        case A::retry_with_backoff:
            return asks(endpoint);
    }
    return true;
}

void replace(std::string& text, std::string_view name, std::string_view value) {
    const std::size_t at = text.find(name);
    if (at != std::string::npos) text.replace(at, name.size(), value);
}

bool is_unreserved(char c) {  // RFC 3986, 2.3
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
    return encoded;
}

// A service that says which token it does not like must not put it on our user's screen.
std::string without_tokens(std::string_view text) {
    std::string shown(text);
    for (const std::string_view prefix : {"nmv_", "clm_"}) {
        for (std::size_t at = shown.find(prefix); at != std::string::npos; at = shown.find(prefix, at)) {
            at += prefix.size();
            const auto from = shown.begin() + static_cast<std::ptrdiff_t>(at);
            shown.replace(from, std::find_if_not(from, shown.end(), is_unreserved), "***");
        }
    }
    return shown;
}

// One short line, fit for a terminal.
std::string tidied(std::string_view text) {
    constexpr std::size_t kMaxBytes = 300;
    // Tokens go before the cut: half of one is one too. Not much more is looked at than is shown.
    const std::string all = without_tokens(text.substr(0, 16 * kMaxBytes));
    std::string line(utf8_prefix(all, kMaxBytes));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7F'; },
        ' ');
    return line;
}

}  // namespace

std::span<const ErrorRow> error_rows(TokenOwner owner) {
    if (owner == TokenOwner::anonymous) return kAnonymous;
    return kGiven;
}

bool is_success(int http_status, std::int64_t body_code) {
    return http_status >= 200 && http_status < 300 &&
           (body_code == 0 || (body_code >= 200 && body_code < 300));
}

ErrorRow find_error_row(int http_status, std::int64_t body_code, Endpoint endpoint, TokenOwner owner) {
    ErrorRow found{0, 0, Errc::refused, "the service refused the request"};
    for (const std::int64_t wanted : {body_code, std::int64_t{http_status}}) {
        bool hit = false;
        for (const ErrorRow& row : error_rows(owner)) {
            if (wanted < row.first || wanted > row.last) continue;
            found = row;
            hit = true;
            break;
        }
        if (hit) break;
    }
    if (!applies(found.action, endpoint)) {
        found.action = A::none;
        found.most_retries = 0;
    }
    return found;
}

Error to_error(const ErrorRow& row, std::string_view service_message, std::string_view web_url,
               std::string_view user_id) {
    Error error{row.errc, row.message, row.hint};
    if (user_id.empty()) replace(error.hint, "?bind={user}", "");
    replace(error.hint, "{web}", web_url);
    replace(error.hint, "{user}", percent_encoded(user_id));
    if (!service_message.empty()) error.message += ": " + tidied(service_message);
    return error;
}

}  // namespace beatsync::cloud
