#pragma once

#include <string>

namespace beatsync::cli {

/// beatsync(1) in man(7) markup, made from the verbs' options.
[[nodiscard]] std::string manual_page();

}  // namespace beatsync::cli
