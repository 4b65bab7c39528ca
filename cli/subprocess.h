#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.h"

namespace beatsync::cli {

/// A program to run. No shell has a part in it: an argument is an argument, whatever it holds.
struct Subprocess {
    std::filesystem::path program;
    std::vector<std::string> arguments;  ///< the first is what the program is told to be called
    std::filesystem::path folder;        ///< where it runs; empty = here
    /// Names a variable that tells the program the number of a descriptor; what it writes there comes back as
    /// `channel`. Empty: none.
    std::string channel_variable;
};

/// How a program came out.
struct Ended {
    int exit_code = 0;  ///< 128 + the signal's number where a signal ended it
    int signal = 0;
    bool abandoned = false;  ///< killed because `tick` said so
    std::string out;         ///< what it printed
    std::string err;
    std::string channel;
};

/// Runs it with nothing on stdin, in a process group of its own, and waits. It dies with the thread that
/// calls this. A stop request is passed on as SIGINT, and it is still waited for. `tick` is called a few
/// times a second; false kills the group. Errc::media when it can't be started; a program that can't be
/// executed ends with exit code 127.
[[nodiscard]] Result<Ended> run_subprocess(const Subprocess& what, const std::stop_token& stop,
                                           const std::function<bool()>& tick);

}  // namespace beatsync::cli
