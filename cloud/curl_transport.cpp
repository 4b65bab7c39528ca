#include "cloud/curl_transport.h"

#include <curl/curl.h>

#include <utility>

#include "cloud/curl_headers.h"
#include "cloud/curl_hop.h"
#include "cloud/url.h"

namespace beatsync::cloud {
namespace {

constexpr int kMaxRedirects = 5;

struct MultiCleanup {
    void operator()(CURLM* multi) const { (void)curl_multi_cleanup(multi); }
};
struct EasyCleanup {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Where an answer from `here` may send this request on to.
std::optional<Url> allowed_redirect(const Request& request, const Url& here, const ResponseHead& head) {
    // A POST does something: nobody but our caller sends it again.
    if (request.method != Method::get || !is_redirect(head.status) || head.location.empty())
        return std::nullopt;
    auto target = resolve_reference(here, head.location);
    if (!target) return std::nullopt;
    if (has_credentials(request) && !same_origin(here, *target)) return std::nullopt;
    // A host out there has no business with what listens on this machine.
    if (target->loopback() && !here.loopback()) return std::nullopt;
    return *std::move(target);
}

}  // namespace

class CurlTransport::Impl {
public:
    CurlOptions options;
    std::unique_ptr<CURLM, MultiCleanup> multi{curl_multi_init()};
    std::unique_ptr<CURL, EasyCleanup> easy{curl_easy_init()};
};

CurlTransport::CurlTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CurlTransport::~CurlTransport() = default;

Result<std::unique_ptr<CurlTransport>> CurlTransport::create(CurlOptions options) {
    // Once a process, as libcurl wants it; never undone, for others may use it.
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) return fail(Errc::internal, "libcurl can't start");
    auto impl = std::make_unique<Impl>();
    if (!impl->multi || !impl->easy) return fail(Errc::internal, "libcurl can't start");
    impl->options = std::move(options);
    return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

Exchanged CurlTransport::exchange(const Request& request, const Listener& listener, std::stop_token stop) {
    auto url = parse_url(request.url);
    if (!url) return Failure{Reached::nobody, false, std::move(url).error()};
    for (int redirects = 0;; ++redirects) {
        CurlHop hop(impl_->multi.get(), impl_->easy.get(), request, *url, listener, stop);
        Exchanged exchanged = hop.run(impl_->options, [&](const ResponseHead& head) {
            return redirects < kMaxRedirects ? allowed_redirect(request, *url, head) : std::nullopt;
        });
        if (!hop.next() || std::holds_alternative<Failure>(exchanged)) return exchanged;
        *url = *hop.next();
    }
}

}  // namespace beatsync::cloud
