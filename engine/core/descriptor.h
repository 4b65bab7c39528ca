#pragma once

namespace beatsync {

/// A file of the system. Closed on leaving the scope; close() for those who must know whether it worked.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool valid() const { return fd_ >= 0; }
    [[nodiscard]] bool close();

private:
    int fd_;
};

}  // namespace beatsync
