#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "cloud/transport.h"
#include "core/error.h"

namespace beatsync::cloud {

struct CurlOptions {
    std::string user_agent = "beatsync";
    std::filesystem::path ca_file;  ///< trusted certificates, PEM; empty = the system's
};

/// HTTP by libcurl, driven by the thread that calls exchange(). Connections are kept and used again, but
/// never by a POST: libcurl silently sends a request again when a kept connection turns out to be closed.
/// Proxies come from the environment as libcurl reads it. Redirects are followed for GET alone, at most
/// five: one with a bearer or the service's headers stays on its scheme, host and port, any other goes to
/// https hosts. What is not followed is a Response with its 3xx status and `location`.
class CurlTransport final : public Transport {
public:
    /// Errc::internal when libcurl can't start.
    [[nodiscard]] static Result<std::unique_ptr<CurlTransport>> create(CurlOptions options = {});
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;
    ~CurlTransport() override;

    [[nodiscard]] Exchanged exchange(const Request& request, const Listener& listener,
                                     std::stop_token stop) override;

private:
    class Impl;
    explicit CurlTransport(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::cloud
