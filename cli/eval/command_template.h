#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace beatsync::cli {

/// A program to run on each recording.
struct CommandTemplate {
    std::string name;
    std::filesystem::path program;   ///< found in PATH
    std::vector<std::string> words;  ///< with {audio} and {out} in them
    bool has_out = false;            ///< else what it prints is its answer

    [[nodiscard]] std::vector<std::string> fill(const std::string& audio, const std::string& out) const;
};

/// "NAME=PROGRAM ARGUMENT…" or without NAME=, which is then the program's. Words are split at blanks; quotes
/// and backslashes hold them together as in a shell, but none is run: nothing in the name of a file can
/// become part of the command. `path` is the variable's value. Errc::usage when {audio} is missing, quotes
/// are open, the command asks for a shell's doing (>, |, &&), gives a shell a placeholder as code, or there
/// is no such program.
[[nodiscard]] Result<CommandTemplate> parse_command(const std::string& text, const std::string& path);

void replace_all(std::string& text, std::string_view what, std::string_view with);

}  // namespace beatsync::cli
