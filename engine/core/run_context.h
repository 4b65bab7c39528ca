#pragma once

#include <stop_token>
#include <string_view>

#include "core/error.h"
#include "core/log.h"

namespace beatsync {

/// What a long call is given besides its data: where to report, and when to stop. Both sinks may be null
/// and must outlive the call.
struct RunContext {
    LogSink* log = nullptr;
    ProgressSink* progress = nullptr;
    std::stop_token stop;

    void say(LogLevel level, std::string_view line) const {
        if (log != nullptr) log->write(level, line);
    }
    void advance(std::string_view stage, double fraction) const {
        if (progress != nullptr) progress->update(stage, fraction);
    }
    [[nodiscard]] bool stopped() const { return stop.stop_requested(); }
};

/// What a call returns when its stop token was set.
[[nodiscard]] inline tl::unexpected<Error> fail_cancelled() {
    return fail(Errc::cancelled, "interrupted");
}

}  // namespace beatsync
