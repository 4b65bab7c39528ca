#pragma once

namespace beatsync::cli {

/// Processor cores that this process may use: at least 1. Fewer than there are in a container or under
/// taskset.
[[nodiscard]] int usable_cores();

}  // namespace beatsync::cli
