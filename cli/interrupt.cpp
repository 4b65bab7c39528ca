#include "cli/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>
#include <string_view>
#include <utility>

#include "cli/exit_code.h"
#include "core/error.h"
#include "core/file.h"

namespace beatsync::cli {
namespace {

sigset_t stopping_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

[[noreturn]] void end_now() {
    discard_unfinished_files();
    constexpr std::string_view kSaid = "beatsync: interrupted\n";
    (void)!::write(STDERR_FILENO, kSaid.data(), kSaid.size());
    _exit(exit_code(Errc::cancelled));
}

/// Asked twice, or asked once and still there after a while: something hangs.
void listen(const std::stop_token& own, std::stop_source& stop) {
    constexpr timespec kPatience{10, 0};
    const sigset_t set = stopping_signals();
    for (;;) {
        const int signal =
            stop.stop_requested() ? sigtimedwait(&set, nullptr, &kPatience) : sigwaitinfo(&set, nullptr);
        if (own.stop_requested()) return;
        if (signal < 0 && errno == EINTR) continue;
        if (stop.stop_requested()) end_now();
        stop.request_stop();
    }
}

}  // namespace

Interrupt::Interrupt() {
    const sigset_t set = stopping_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A full disk or a closed pipe must come back as an error of the write, not end the program.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    listener_ = std::jthread([this](const std::stop_token& own) { listen(own, stop_); });
}

Interrupt::~Interrupt() {
    listener_.request_stop();
    // Blocked, so that it ends nothing: it wakes sigwait.
    pthread_kill(listener_.native_handle(), SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread)
}

}  // namespace beatsync::cli
