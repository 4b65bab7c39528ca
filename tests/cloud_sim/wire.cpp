#include "cloud_sim/wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace beatsync::cloud_sim {
namespace {

constexpr int kIdleMs = 30'000;  // a connection without a request is closed after this
constexpr int kSliceMs = 20;     // how soon a wait sees that the server was stopped
constexpr std::size_t kThreads = 32;
constexpr std::size_t kMaxRequests = 1000;  // announced, not kept to

class Connection final : public httplib::Stream {
public:
    Connection(socket_t socket, SSL_CTX* tls, WireServer& server) : socket_(socket), server_(server) {
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const timeval slow{kIdleMs / 1000, 0};  // of a peer that reads nothing
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &slow, sizeof slow);
        if (tls == nullptr) return;
        ssl_ = SSL_new(tls);
        broken_ =
            ssl_ == nullptr || SSL_set_fd(ssl_, socket_) != 1 || !wait_readable() || SSL_accept(ssl_) != 1;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override {
        if (ssl_ != nullptr) {
            if (!broken_) SSL_shutdown(ssl_);
            SSL_free(ssl_);
        }
        if (fault_.end != WireFault::End::reset) ::shutdown(socket_, SHUT_WR);
        ::close(socket_);
    }

    void begin_answer() {
        fault_ = {};
        sent_ = 0;
    }
    void arm(const WireFault& fault) { fault_ = fault; }
    [[nodiscard]] bool broken() const { return broken_ || fault_.length_delta != 0; }

    [[nodiscard]] bool wait_readable() const {
        if (ssl_ != nullptr && SSL_pending(ssl_) > 0) return true;
        for (int waited = 0; waited < kIdleMs && !server_.stopping(); waited += kSliceMs) {
            pollfd watched{socket_, POLLIN, 0};
            if (::poll(&watched, 1, kSliceMs) > 0) return true;
        }
        return false;
    }

    [[nodiscard]] bool is_readable() const override { return !broken_ && wait_readable(); }
    [[nodiscard]] bool is_writable() const override { return !broken_ && !server_.stopping(); }

    ssize_t read(char* into, std::size_t size) override {
        // One byte at a time is what the request's head is asked for in: from a buffer.
        if (next_ == buffered_.size()) {
            if (broken_ || !wait_readable()) return -1;
            buffered_.resize(std::size_t{64} << 10U);
            const ssize_t got = receive(buffered_.data(), buffered_.size());
            buffered_.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            next_ = 0;
            if (got <= 0) return got;
        }
        const std::size_t n = std::min(size, buffered_.size() - next_);
        std::copy_n(buffered_.data() + next_, n, into);
        next_ += n;
        return static_cast<ssize_t>(n);
    }
    [[nodiscard]] bool has_buffered() const { return next_ < buffered_.size(); }

    ssize_t write(const char* bytes, std::size_t size) override {
        std::string changed;
        std::string_view rest(bytes, size);
        if (sent_ == 0 && fault_.length_delta != 0) rest = changed = with_other_length(rest);
        while (!rest.empty()) {
            const std::string_view piece = rest.substr(0, allowed(rest.size()));
            if (piece.empty() && !end_badly()) return -1;
            if (broken_ || !send(piece)) return -1;
            rest.remove_prefix(piece.size());
            if (fault_.drip_bytes > 0 && !server_.pause(fault_.drip_ms)) return -1;
        }
        return static_cast<ssize_t>(size);
    }

    void get_remote_ip_and_port(std::string& ip, int& port) const override {
        address_of(&::getpeername, ip, port);
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override {
        address_of(&::getsockname, ip, port);
    }
    [[nodiscard]] socket_t socket() const override { return socket_; }

private:
    template <class Function>
    void address_of(Function function, std::string& ip, int& port) const {
        sockaddr_in address{};
        socklen_t length = sizeof address;
        // The socket interface takes every kind of address through one pointer type.
        if (function(socket_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return;
        std::array<char, INET_ADDRSTRLEN> text{};
        if (::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size()) != nullptr) ip = text.data();
        port = ntohs(address.sin_port);
    }

    ssize_t receive(char* into, std::size_t size) {
        const ssize_t got =
            ssl_ != nullptr ? SSL_read(ssl_, into, static_cast<int>(size)) : ::recv(socket_, into, size, 0);
        if (got <= 0) broken_ = true;
        return got;
    }

    [[nodiscard]] std::size_t allowed(std::size_t wanted) const {
        if (fault_.drip_bytes > 0) wanted = std::min(wanted, static_cast<std::size_t>(fault_.drip_bytes));
        if (fault_.end == WireFault::End::none) return wanted;
        return std::min(wanted, static_cast<std::size_t>(std::max<std::int64_t>(fault_.after - sent_, 0)));
    }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t n = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                              : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) {
                broken_ = true;
                return false;
            }
            sent_ += n;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }

    /// Always false: nothing more may be sent.
    bool end_badly() {
        if (fault_.end == WireFault::End::stall) server_.pause(fault_.stall_ms);
        if (fault_.end == WireFault::End::reset) {
            const linger at_once{1, 0};  // close() then sends RST, socket(7)
            ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        }
        broken_ = true;
        return false;
    }

    [[nodiscard]] std::string with_other_length(std::string_view head) const {
        constexpr std::string_view kName = "Content-Length: ";
        std::string text(head);
        const std::size_t at = text.find(kName);
        if (at == std::string::npos) return text;
        const std::size_t begin = at + kName.size();
        const std::size_t end = text.find('\r', begin);
        const std::int64_t length = std::stoll(text.substr(begin, end - begin)) + fault_.length_delta;
        return text.replace(begin, end - begin, std::to_string(std::max<std::int64_t>(length, 0)));
    }

    socket_t socket_;
    WireServer& server_;
    SSL* ssl_ = nullptr;
    bool broken_ = false;
    WireFault fault_;
    std::int64_t sent_ = 0;  // of this answer
    std::string buffered_;
    std::size_t next_ = 0;
};

// Handlers are given the request and not the connection; the thread that runs them has just one.
thread_local Connection* serving = nullptr;

}  // namespace

WireServer::WireServer() {
    new_task_queue = [] { return new httplib::ThreadPool(kThreads); };  // owned by the server
    set_keep_alive_timeout(kIdleMs / 1000);                             // what the answers' heads say
    set_keep_alive_max_count(kMaxRequests);
}

WireServer::~WireServer() = default;

void WireServer::arm(const WireFault& fault) {
    if (serving != nullptr) serving->arm(fault);
}

bool WireServer::pause(int milliseconds) {
    std::unique_lock lock(mutex_);
    return !woken_.wait_for(lock, std::chrono::milliseconds(milliseconds),
                            [this] { return stopping_.load(); });
}

void WireServer::shut_down() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_all();
    stop();
}

bool WireServer::process_and_close_socket(socket_t socket) {
    ++connections_;
    Connection connection(socket, tls_, *this);
    serving = &connection;
    bool closed = false;
    while (!closed && !connection.broken() && !stopping_ &&
           (connection.has_buffered() || connection.wait_readable())) {
        connection.begin_answer();
        if (!process_request(connection, false, closed, [](httplib::Request&) {})) break;
    }
    serving = nullptr;
    return true;
}

}  // namespace beatsync::cloud_sim
