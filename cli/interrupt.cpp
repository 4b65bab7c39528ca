#include "cli/interrupt.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "cli/exit_code.h"
#include "core/error.h"

namespace beatsync::cli {
namespace {

sigset_t stopping_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

void listen(const std::stop_token& own, std::stop_source& stop) {
    const sigset_t set = stopping_signals();
    for (int signal = 0; sigwait(&set, &signal) == 0;) {
        if (own.stop_requested()) return;
        if (stop.stop_requested()) _exit(exit_code(Errc::cancelled));  // asked twice: whatever hangs, hangs
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
