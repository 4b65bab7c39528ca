#include "cloud/raw_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace beatsync::cloud {

std::string Peer::some() {
    std::array<char, 65536> bytes{};
    const ssize_t count = ::recv(fd_, bytes.data(), bytes.size(), 0);
    return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : std::string();
}

std::string Peer::request() {
    const auto more = [&] {
        const std::string bytes = some();
        buffer_ += bytes;
        return !bytes.empty();
    };
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!more()) return {};
    std::size_t length = end + 4;
    const std::size_t field = buffer_.find("Content-Length: ");
    if (field != std::string::npos && field < end) length += std::stoul(buffer_.substr(field + 16));
    while (buffer_.size() < length)
        if (!more()) return {};
    const std::string whole = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return whole;
}

bool Peer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool Peer::drip(std::string_view bytes) {
    const int yes = 1;
    if (::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) return false;
    return std::all_of(bytes.begin(), bytes.end(), [&](const char& c) { return send({&c, 1}); });
}

void Peer::reset() {
    const linger now{1, 0};
    if (::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now) != 0) std::abort();
}

void Peer::wait_gone() {
    while (!some().empty()) {
    }
}

RawServer::RawServer(std::function<void(Peer&)> handler) : handler_(std::move(handler)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, plain, size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, plain, &size) != 0)
        std::abort();
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
}

void RawServer::accept_all() {
    for (;;) {
        const int fd = ::accept(listener_, nullptr, nullptr);
        if (fd < 0) return;
        ++accepted_;
        const std::lock_guard lock(mutex_);
        open_.push_back(fd);
        workers_.emplace_back([this, fd] {
            Peer peer(fd);
            handler_(peer);
            const std::lock_guard closing(mutex_);
            open_.erase(std::find(open_.begin(), open_.end(), fd));
            ::close(fd);
        });
    }
}

RawServer::~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock(mutex_);
        for (const int fd : open_)
            ::shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& worker : workers_)
        worker.join();
}

std::string RawServer::url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

std::string ok(std::string_view body, std::string_view more_headers) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more_headers) + "\r\n" + std::string(body);
}

}  // namespace beatsync::cloud
