#include "cloud/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace beatsync::cloud {
namespace {

struct Cleanup {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURLU, Cleanup>;

constexpr const char* kHint = "give an address like https://example.com";

tl::unexpected<Error> bad(std::string_view why) {
    return fail(Errc::usage, fmt::format("this address can't be used: {}", why), kHint);
}

std::optional<std::string> part(CURLU* url, CURLUPart which, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return std::nullopt;
    std::string copy(text);
    curl_free(text);
    return copy;
}

bool clean(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return u <= 0x20 || u == 0x7F;
    });
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

Result<Url> take_apart(CURLU* handle) {
    if (part(handle, CURLUPART_USER) || part(handle, CURLUPART_PASSWORD))
        return bad("it holds a user name or a password");
    if (curl_url_set(handle, CURLUPART_FRAGMENT, nullptr, 0) != CURLUE_OK) return bad("it is malformed");
    const auto scheme = part(handle, CURLUPART_SCHEME);
    const auto host = part(handle, CURLUPART_HOST);
    const auto port = part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const auto text = part(handle, CURLUPART_URL);
    if (!scheme || !host || host->empty() || !port || !text) return bad("it names no host");
    Url url;
    url.text = *text;
    url.scheme = lower(*scheme);
    url.host = lower(*host);
    std::from_chars(port->data(), port->data() + port->size(), url.port);
    if (url.port == 0) return bad(fmt::format("{} has no port", url.host));
    if (url.scheme == "https" || (url.scheme == "http" && url.loopback())) return url;
    return bad(url.scheme == "http" ? fmt::format("{} must be reached by https", url.host)
                                    : fmt::format("{} is not reached by https", url.host));
}

}  // namespace

bool is_loopback_address(std::string_view address) {
    const std::string text(address);
    in_addr v4{};
    if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24U) == 127;
    in6_addr v6{};
    return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6) != 0;
}

bool Url::loopback() const {
    if (host == "localhost") return true;
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    return is_loopback_address(bracketed ? std::string_view(host).substr(1, host.size() - 2) : host);
}

std::string Url::place() const {
    const bool usual = port == (scheme == "https" ? 443 : 80);
    return usual ? host : fmt::format("{}:{}", host, port);
}

Result<Url> parse_url(std::string_view text) {
    if (!clean(text)) return bad("it holds spaces or control characters");
    const Handle handle(curl_url());
    if (!handle || curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK)
        return bad("it is no absolute URL of https");
    return take_apart(handle.get());
}

bool same_origin(const Url& a, const Url& b) {
    return a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

Result<Url> resolve_reference(const Url& base, std::string_view reference) {
    const std::string text(reference);
    if (text.empty() || text.find('\0') != std::string::npos) return bad("it is empty or malformed");
    const Handle handle(curl_url());
    if (!handle || curl_url_set(handle.get(), CURLUPART_URL, base.text.c_str(), 0) != CURLUE_OK ||
        curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), CURLU_URLENCODE) != CURLUE_OK)
        return bad("it is malformed");
    return take_apart(handle.get());
}

Result<std::string> join_url(std::string_view base, std::string_view path) {
    BEATSYNC_TRY(Url url, parse_url(base));
    if (url.text.find('?') != std::string::npos) return bad("a base address has no query");
    while (!url.text.empty() && url.text.back() == '/')
        url.text.pop_back();
    if (path.empty() || path.front() != '/') url.text += '/';
    url.text += path;
    BEATSYNC_TRY(const Url joined, parse_url(url.text));
    return joined.text;
}

}  // namespace beatsync::cloud
