#pragma once

#include <string_view>

namespace beatsync {

/// The project's version, from CMake: "0.1.0".
[[nodiscard]] std::string_view version();

}  // namespace beatsync
