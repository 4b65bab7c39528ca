#pragma once

#include "footage/thumbnail.h"

namespace beatsync::footage {

/// How different two frames look, 0 (the same) to about 1 (nothing in common). Blocks of `a` are looked for
/// in `b` within a few pixels by zero-mean normalised cross-correlation (Lewis, "Fast Normalized
/// Cross-Correlation", 1995), so that pans, shake, darkness and steps of light count little; coarse chroma is
/// compared beside it. Black bars don't count, and chroma may go with the light.
[[nodiscard]] float difference(const Thumbnail& a, const Thumbnail& b);

/// The same, made up for what black and white pictures can't differ in: for comparing frames of any two shots
/// with a threshold.
[[nodiscard]] float full_difference(const Thumbnail& a, const Thumbnail& b);

/// Whether much of `a` is found again in `b`, moved as a whole by up to half of the picture: the camera
/// panned. Costs dozens of differences: for when all else is in doubt.
[[nodiscard]] bool is_moved(const Thumbnail& a, const Thumbnail& b);

}  // namespace beatsync::footage
