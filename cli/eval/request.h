#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "cli/eval/contender.h"
#include "cli/eval/recordings.h"
#include "core/error.h"

namespace beatsync::cli {

/// What is to be measured against what, as the user says it.
struct EvalRequest {
    std::vector<std::string> folders;               ///< sets; beside references: sound or predictions
    std::vector<std::string> references;            ///< folders of annotations
    std::vector<std::string> trackers;              ///< built in, or NAME=FOLDER
    std::vector<std::string> programs;              ///< see parse_command
    std::chrono::milliseconds time_limit{600'000};  ///< of a program, for a recording
};

struct Lineup {
    std::vector<SetFolder> sets;
    Contenders contenders;
};

/// A folder of annotations is a set, called as it is. Without `references` each folder is one, with its
/// sound; with them, a folder that holds sound is where their sound is, one that holds beats is predictions.
/// Without any tracker it is ours. Errc::usage, and Errc::input for folders that are not there or hold
/// nothing.
[[nodiscard]] Result<Lineup> make_lineup(const EvalRequest& request, bool with_cache);

}  // namespace beatsync::cli
