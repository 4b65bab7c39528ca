#pragma once

#include <string>

#include "draft/draft.h"

namespace beatsync::report {

/// A valid draft as a text table for a terminal: canvas and length, then for each track a line a segment with
/// number, output frames, output time, length, source, in-point, beat and what else is set. Columns line up
/// for wide (Chinese, Japanese, Korean) names too; control characters in names are shown as `?`, so that a
/// name cannot send escape codes to the terminal. UTF-8, lines end in \n.
[[nodiscard]] std::string draft_table(const draft::Draft& draft);

}  // namespace beatsync::report
