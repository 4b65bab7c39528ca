#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync::cloud {

/// An address that the client may talk to (RFC 3986, read by libcurl's own parser, so that what is checked is
/// what is connected to).
struct Url {
    std::string text;    ///< normalised, without the fragment
    std::string scheme;  ///< "https" or "http"
    std::string host;    ///< lower case; an IPv6 address in brackets
    std::uint16_t port = 0;

    /// 127.0.0.0/8, ::1, or localhost: nobody between us and it.
    [[nodiscard]] bool loopback() const;
    /// "host", or "host:port" where the port is not the scheme's own: what messages say, never more.
    [[nodiscard]] std::string place() const;
};

/// Errc::usage for what is no absolute URL, holds a user name or password, or is neither https nor
/// http to a loopback host. The message never repeats more than the host.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

/// 127.0.0.0/8 or ::1, as an address is written.
[[nodiscard]] bool is_loopback_address(std::string_view address);

/// Scheme, host and port are the same (RFC 6454).
[[nodiscard]] bool same_origin(const Url& a, const Url& b);

/// What a Location or a link in an answer of `base` means (RFC 3986, section 5). Errors as of parse_url.
[[nodiscard]] Result<Url> resolve_reference(const Url& base, std::string_view reference);

/// `path` ("/api/x?y=z") below a base URL, whose own path stays: "https://h/v1/" + "/api" =
/// "https://h/v1/api".
[[nodiscard]] Result<std::string> join_url(std::string_view base, std::string_view path);

}  // namespace beatsync::cloud
