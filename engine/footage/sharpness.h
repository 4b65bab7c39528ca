#pragma once

#include "core/picture.h"

namespace beatsync::footage {

/// 0 (no edge is narrower than 4 pixels) to 1 (crisp): mean of the sharpest quarter of the blocks that have
/// texture, so that a subject in focus before a soft background is sharp; of the better of the two
/// directions, so that a pan's motion blur is not taken for a lack of focus. 0 where there is no texture at
/// all.
[[nodiscard]] float sharpness_of(const PlaneView& luma);

}  // namespace beatsync::footage
