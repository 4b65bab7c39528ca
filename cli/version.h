#pragma once

#include <string_view>

namespace beatsync::cli {

/// The project's version, from CMake.
inline constexpr std::string_view kVersion = BEATSYNC_VERSION;

}  // namespace beatsync::cli
