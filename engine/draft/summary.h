#pragma once

#include <string>

#include "draft/draft.h"

namespace beatsync::draft {

/// One line: `Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title:
/// "Urban Dreams" (0-3s)`
[[nodiscard]] std::string summary_line(const Draft& draft);

}  // namespace beatsync::draft
