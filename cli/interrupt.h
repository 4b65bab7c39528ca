#pragma once

#include <stop_token>
#include <thread>

namespace beatsync::cli {

/// Turns Ctrl-C, SIGTERM and SIGHUP into a stop request while it lives; a second signal, or ten seconds
/// without an end, end the program at once, its unfinished files removed. To be made before any other thread,
/// for they inherit the blocked signals: only a thread of its own ever takes one, so nothing has to be safe
/// to call from a signal handler.
class Interrupt {
public:
    Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;
    ~Interrupt();

    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

private:
    std::stop_source stop_;
    std::jthread listener_;
};

}  // namespace beatsync::cli
