#pragma once

#include <string>

#include "cli/eval/contender.h"
#include "cli/eval/recordings.h"
#include "evaluate/summary.h"

namespace beatsync::cli {

/// All that was measured, as one JSON document: parameters, sets, trackers, every value of every file,
/// summaries with intervals, differences, what was left out.
[[nodiscard]] std::string eval_json(const evaluate::Evaluation& evaluation, const evaluate::Summary& summary,
                                    const Contenders& contenders, const Recordings& recordings);

}  // namespace beatsync::cli
