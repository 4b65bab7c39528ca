#pragma once

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

namespace beatsync::cloud_sim {

/// What happens to the bytes of one answer on their way.
struct WireFault {
    enum class End : std::uint8_t { none, close, reset, stall };
    End end = End::none;
    std::int64_t after = 0;  ///< bytes of the answer, head included, that come before `end`
    int stall_ms = 0;
    int drip_bytes = 0;  ///< 0 = all at once
    int drip_ms = 0;
    std::int64_t length_delta = 0;  ///< added to Content-Length
};

/// cpp-httplib's server over connections of our own, so that an answer can go wrong below HTTP, and so that
/// every wait ends when the server is stopped.
class WireServer : public httplib::Server {
public:
    WireServer();
    ~WireServer() override;

    /// From now on connections are TLS. The context must outlive the server.
    void use_tls(SSL_CTX* context) { tls_ = context; }
    /// Applies to the answer of the request that the calling thread is handling.
    static void arm(const WireFault& fault);
    /// false when the server was stopped meanwhile.
    bool pause(int milliseconds);
    [[nodiscard]] bool stopping() const { return stopping_; }
    /// Accepted so far.
    [[nodiscard]] int connections() const { return connections_; }
    /// Ends all waits, then the listening.
    void shut_down();

private:
    bool process_and_close_socket(socket_t socket) override;

    SSL_CTX* tls_ = nullptr;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::condition_variable woken_;
};

}  // namespace beatsync::cloud_sim
