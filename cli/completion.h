#pragma once

#include <string>
#include <string_view>

namespace beatsync::cli {

/// A completion script made from the verbs' options. `shell`: "bash", "zsh" or "fish".
[[nodiscard]] std::string completion_script(std::string_view shell);

}  // namespace beatsync::cli
