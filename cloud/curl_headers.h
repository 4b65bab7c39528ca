#pragma once

#include <string>
#include <string_view>

#include "cloud/transport.h"
#include "core/error.h"

struct curl_slist;

namespace beatsync::cloud {

/// The header lines of a request as libcurl takes them, overwritten when they go: one holds the token.
class HeaderList {
public:
    /// The request's own, its bearer, and `content_type` where it names none. Errc::usage for a name or a
    /// value that would break out of its line.
    [[nodiscard]] static Result<HeaderList> of(const Request& request, std::string_view content_type);
    HeaderList(HeaderList&& other) noexcept;
    HeaderList& operator=(HeaderList&& other) noexcept;
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;
    ~HeaderList();

    [[nodiscard]] curl_slist* get() const { return list_; }

private:
    HeaderList() = default;
    [[nodiscard]] Result<void> add(std::string_view name, std::string_view value);
    [[nodiscard]] Result<void> line(std::string text);
    curl_slist* list_ = nullptr;
};

/// Whether the request has a header of this name, in any case.
[[nodiscard]] bool has_header(const Request& request, std::string_view name);
/// Whether it says who sends it, by a bearer or a header: only its own host may see that.
[[nodiscard]] bool has_credentials(const Request& request);

}  // namespace beatsync::cloud
