#include "cloud/curl_headers.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace beatsync::cloud {
namespace {

bool starts_with_name(std::string_view text, std::string_view name) {
    return text.size() >= name.size() && ::strncasecmp(text.data(), name.data(), name.size()) == 0;
}

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && starts_with_name(a, b);
}

// RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return (u < 0x20 && c != '\t') || u == 0x7F;
    });
}

}  // namespace

HeaderList::HeaderList(HeaderList&& other) noexcept : list_(std::exchange(other.list_, nullptr)) {}

HeaderList& HeaderList::operator=(HeaderList&& other) noexcept {
    std::swap(list_, other.list_);
    return *this;
}

HeaderList::~HeaderList() {
    for (curl_slist* item = list_; item != nullptr; item = item->next)
        explicit_bzero(item->data, std::strlen(item->data));
    curl_slist_free_all(list_);
}

Result<void> HeaderList::line(std::string text) {
    curl_slist* longer = curl_slist_append(list_, text.c_str());
    explicit_bzero(text.data(), text.size());
    if (longer == nullptr) return fail(Errc::internal, "out of memory");
    list_ = longer;
    return {};
}

Result<void> HeaderList::add(std::string_view name, std::string_view value) {
    if (!is_token(name)) return fail(Errc::usage, "a header's name has characters that are not allowed");
    // Not with the value: it may be the token.
    if (!is_value(value))
        return fail(Errc::usage, fmt::format("the header {} has characters that are not allowed", name),
                    "a token or a setting may hold a line end");
    // "Name;" is libcurl's way to send a header without a value.
    return line(value.empty() ? fmt::format("{};", name) : fmt::format("{}: {}", name, value));
}

Result<HeaderList> HeaderList::of(const Request& request, std::string_view content_type) {
    HeaderList list;
    for (const HeaderField& field : request.headers)
        BEATSYNC_CHECK(list.add(field.name, field.value));
    if (!request.bearer.empty()) {
        std::string value = "Bearer " + request.bearer.reveal();
        auto added = list.add("Authorization", value);
        explicit_bzero(value.data(), value.size());
        BEATSYNC_CHECK(std::move(added));
    }
    if (request.method == Method::get) return list;
    // Else libcurl waits up to a second for leave to send, which few servers give.
    BEATSYNC_CHECK(list.line("Expect:"));
    if (!content_type.empty()) {
        BEATSYNC_CHECK(list.add("Content-Type", content_type));
    } else if (!has_header(request, "Content-Type")) {
        // Else libcurl would call it a form.
        BEATSYNC_CHECK(list.line("Content-Type:"));
    }
    return list;
}

bool has_header(const Request& request, std::string_view name) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [&](const HeaderField& field) { return same_name(field.name, name); });
}

bool has_credentials(const Request& request) {
    static constexpr std::array kNames = {"authorization", "cookie", "proxy-authorization", "x-client-id"};
    if (!request.bearer.empty()) return true;
    return std::any_of(request.headers.begin(), request.headers.end(), [](const HeaderField& field) {
        return starts_with_name(field.name, "x-skill-") ||
               std::any_of(kNames.begin(), kNames.end(),
                           [&](const char* name) { return same_name(field.name, name); });
    });
}

}  // namespace beatsync::cloud
