#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.h"

namespace beatsync::cli {

/// How this program, run once more, came out.
struct ChildResult {
    int exit_code = 0;  ///< 128 + the signal's number where a signal ended it
    int signal = 0;
    bool abandoned = false;  ///< killed because `tick` said so
    std::string out;         ///< what it printed
    std::string err;
    std::string fault;  ///< its error as JSON (fault_report.h); empty when there was none
};

/// Runs this very program in `folder` with nothing on stdin, and waits. It dies with the thread that calls
/// this. A stop request is passed on as SIGINT, and it is still waited for. `tick` is called a few times a
/// second; false kills it. Errc::media when it can't be started.
[[nodiscard]] Result<ChildResult> run_self(const std::vector<std::string>& arguments,
                                           const std::filesystem::path& folder, const std::stop_token& stop,
                                           const std::function<bool()>& tick);

}  // namespace beatsync::cli
