#pragma once

#include <string>

#include "plan/planner.h"

namespace beatsync::plan {

/// A line a segment of the video track, for tests to compare and people to read: frames, beat, clip, in, why;
/// then the other tracks and the notes.
[[nodiscard]] std::string trace(const Plan& plan);

}  // namespace beatsync::plan
