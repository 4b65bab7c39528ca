#pragma once

#include <span>
#include <vector>

#include "cli/eval/contender.h"
#include "core/run_context.h"
#include "evaluate/evaluation.h"

namespace beatsync::cli {

/// What every contender says of every recording, [contender][subject], on so many threads: the answers do not
/// hang on how many. Progress: stage "evaluate". Errc::cancelled, or the first error that ends everything.
[[nodiscard]] Result<std::vector<std::vector<evaluate::Answer>>> run_contenders(
    const Contenders& contenders, std::span<const Subject> subjects, int threads, const RunContext& context);

}  // namespace beatsync::cli
