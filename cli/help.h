#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace beatsync::cli {

/// `beatsync VERB --help`: usage, options by group, two examples.
[[nodiscard]] std::string help_text(const Command& command);

/// `beatsync --help`: the verbs and the options before them.
[[nodiscard]] std::string front_help_text();

}  // namespace beatsync::cli
