#pragma once

#include "core/error.h"

namespace beatsync::cli {

inline constexpr int kExitDone = 0;
inline constexpr int kExitPartial = 1;  ///< done, but something asked for was left out

/// The exit code that tells a script what to do next.
[[nodiscard]] int exit_code(Errc code);

}  // namespace beatsync::cli
