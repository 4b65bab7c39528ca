#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>

#include "core/error.h"

namespace beatsync::cloud_sim {

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeContext>;

/// A server's context with a new self-signed certificate for 127.0.0.1 and localhost, which is also written
/// to `certificate` (PEM). `expired`: its last day was yesterday.
[[nodiscard]] Result<TlsContext> make_tls(bool expired, const std::filesystem::path& certificate);

}  // namespace beatsync::cloud_sim
