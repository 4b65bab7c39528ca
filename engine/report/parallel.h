#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::report {

/// Calls `work(i)` once for each i in [0, count), in any order, on as many threads as there are cores, and
/// returns when all are done. `work` must not throw. `before` of `total` pieces of `stage` were done earlier:
/// for progress. Errc::cancelled when stopped; then some were not called.
Result<void> for_each_parallel(std::size_t count, const std::function<void(std::size_t)>& work,
                               std::string_view stage, std::size_t before, std::size_t total,
                               const RunContext& context);

}  // namespace beatsync::report
