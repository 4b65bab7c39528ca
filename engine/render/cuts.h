#pragma once

#include <cstdint>
#include <vector>

#include "draft/draft.h"

namespace beatsync::render {

/// The output frames with which another picture begins at once, or out of a dip, in order: where a keyframe
/// costs little, since nothing of the frame before is of use, and where players and editors jump to. A piece
/// that goes on where the one before it ended is no cut, and a cross-fade has none.
[[nodiscard]] std::vector<std::int64_t> cuts_of(const draft::Draft& draft);

}  // namespace beatsync::render
