#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace beatsync::cli {

/// `beatsync VERB --help`: usage, options by group, two examples.
[[nodiscard]] std::string help_text(const Command& command);

/// `beatsync --help`: the verbs and the options before them. With a family ("cloud "), the verbs that begin
/// so.
[[nodiscard]] std::string front_help_text(std::string_view family = "");

}  // namespace beatsync::cli
