#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace beatsync::test {

/// A program to run, and how.
struct ProcessSpec {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;  ///< set on top of this process's
    std::filesystem::path folder;                                  ///< to run in; empty = this process's
    std::chrono::seconds timeout{120};
    std::optional<std::uint64_t> largest_file;  ///< RLIMIT_FSIZE, bytes: stands in for a full disk
    /// Sends SIGINT as soon as a file whose name holds this is in `interrupt_folder`.
    std::string interrupt_when;
    int interrupts = 1;        ///< how many, one after the other
    int interrupt_signal = 2;  ///< another than SIGINT
    std::filesystem::path interrupt_folder;
    std::optional<std::chrono::milliseconds> kill_after;  ///< SIGKILL then, whatever it is doing
    std::string input;                                    ///< on its stdin, at most 64 KiB
};

struct ProcessResult {
    int exit_code = -1;  ///< −1 when it did not end by itself
    bool timed_out = false;
    std::string out;
    std::string err;
    int signal = 0;     ///< that ended it
    long peak_kib = 0;  ///< most memory resident at a time
};

/// Runs it to its end, or kills it after the timeout.
[[nodiscard]] ProcessResult run_process(const ProcessSpec& spec);

/// What a shell command prints, all of it.
[[nodiscard]] std::string output_of(const std::string& command);

}  // namespace beatsync::test
