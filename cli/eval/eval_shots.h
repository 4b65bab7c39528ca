#pragma once

#include <string>
#include <vector>

#include "cli/verb.h"
#include "core/error.h"

namespace beatsync::cli {

/// Shot detectors on annotated videos, as the user says it.
struct ShotEvalRequest {
    std::vector<std::string> folders;    ///< videos with their annotations (shot_truth.h)
    std::vector<std::string> detectors;  ///< "beatsync" or NAME=FOLDER of NAME.txt; none = ours
    std::vector<std::string> only;       ///< patterns of videos' names; none = all
    int threads = 0;                     ///< videos at once; 0 = as many as there are cores
    bool with_cache = true;
    bool per_file = false;
    std::string output = "-";
    bool overwrite = false;
};

/// Measures and writes tables, or a JSON document. Outcome::partial when a video or a prediction was missing.
/// Errc::usage, Errc::input when nothing can be measured, Errc::cancelled.
[[nodiscard]] Result<Outcome> eval_shots(const ShotEvalRequest& request, const Session& session);

}  // namespace beatsync::cli
