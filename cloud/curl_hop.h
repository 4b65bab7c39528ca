#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "cloud/curl_headers.h"
#include "cloud/curl_transport.h"
#include "cloud/http_head.h"
#include "cloud/multipart.h"
#include "cloud/transport.h"
#include "cloud/url.h"

namespace beatsync::cloud {

/// One request to one place and its answer, without redirects. Used once.
class CurlHop {
public:
    /// Where the answer with this head sends us on to, if we go.
    using Redirect = std::function<std::optional<Url>(const ResponseHead&)>;

    /// `multi` and `easy` are libcurl's handles; all must outlive the hop.
    CurlHop(void* multi, void* easy, const Request& request, const Url& url, const Listener& listener,
            std::stop_token stop);

    [[nodiscard]] Exchanged run(const CurlOptions& options, const Redirect& redirect);
    /// Where to go on to: the answer is then not the exchange's.
    [[nodiscard]] const std::optional<Url>& next() const { return next_; }

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Hooks;  // libcurl's callbacks

    [[nodiscard]] std::optional<Failure> prepare(const CurlOptions& options);
    [[nodiscard]] int set_options(const CurlOptions& options);
    void drive();
    void collect();
    void finished(int code);
    void watch();
    void watch_time(Time now);

    [[nodiscard]] std::size_t on_header(std::string_view line);
    [[nodiscard]] std::size_t on_body(std::string_view bytes);
    [[nodiscard]] std::size_t keep(std::string_view bytes);
    [[nodiscard]] std::size_t on_read(std::span<char> into);
    void on_progress(std::int64_t received, std::int64_t sent);
    void on_head();

    [[nodiscard]] bool success() const { return head_.status >= 200 && head_.status < 300; }
    [[nodiscard]] Reached reached() const;
    [[nodiscard]] Failure failure(Errc code, std::string message, bool passing) const;
    void end(Exchanged verdict) { verdict_ = std::move(verdict); }
    void too_slow(std::string message);

    void* multi_;
    void* easy_;
    const Request& request_;
    const Url& url_;
    const Listener& listener_;
    std::stop_token stop_;
    const Redirect* redirect_ = nullptr;

    std::optional<HeaderList> headers_;
    std::optional<Multipart> multipart_;
    std::int64_t to_send_ = 0;  ///< bytes of the request's body
    HeadReader reader_;
    ResponseHead head_;
    std::string body_;
    std::optional<Url> next_;
    bool started_ = false;  ///< connected: from here on somebody may have it
    std::int64_t sent_ = 0;
    std::int64_t received_ = 0;
    Time begun_;
    Time active_;  ///< when a byte last went in either direction
    Time idled_;
    std::optional<Exchanged> verdict_;
    std::exception_ptr thrown_;  ///< by the listener: not through libcurl's frames
};

}  // namespace beatsync::cloud
