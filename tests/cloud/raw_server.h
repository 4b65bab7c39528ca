#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace beatsync::cloud {

/// The server's end of a connection.
class Peer {
public:
    explicit Peer(int fd) : fd_(fd) {}
    /// Head and body of the next request; empty when the client has gone.
    [[nodiscard]] std::string request();
    /// The next bytes, empty when the client has gone.
    [[nodiscard]] std::string some();
    /// false when the client has gone.
    bool send(std::string_view bytes);
    /// One byte a packet.
    bool drip(std::string_view bytes);
    /// Ends with a reset instead of an orderly close.
    void reset();
    /// Until the client goes.
    void wait_gone();

private:
    int fd_;
    std::string buffer_;
};

/// A TCP server on loopback that answers each connection with `handler`, on a thread of its own.
class RawServer {
public:
    explicit RawServer(std::function<void(Peer&)> handler);
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    ~RawServer();

    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] std::string url(std::string_view path = "/") const;
    /// Connections accepted so far.
    [[nodiscard]] int accepted() const { return accepted_; }

private:
    void accept_all();

    std::function<void(Peer&)> handler_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> accepted_ = 0;
    std::mutex mutex_;
    std::vector<int> open_;
    std::list<std::thread> workers_;
    std::thread acceptor_;
};

/// 200, with its length.
[[nodiscard]] std::string ok(std::string_view body, std::string_view more_headers = "");

}  // namespace beatsync::cloud
