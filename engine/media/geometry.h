#pragma once

#include "core/media_info.h"
#include "media/orientation.h"
#include "media/scaler.h"

namespace beatsync::media {

[[nodiscard]] constexpr bool is_upright(const Orientation& o) {
    return o.rotation_degrees == 0 && !o.mirrored;
}
[[nodiscard]] constexpr bool swaps_sides(const Orientation& o) {
    return o.rotation_degrees == 90 || o.rotation_degrees == 270;
}

/// Where a crop of the upright picture (square pixels) lies in the stored one (its own pixels, maybe not
/// square). `stored_width` and `stored_height` are those of this frame: a stream may change them midway.
[[nodiscard]] Crop to_stored(const Crop& upright, const VideoInfo& info, int stored_width, int stored_height);

/// The same crop on whole chroma samples and inside the picture, at least one chroma sample large:
/// `step_x`, `step_y` are luma pixels a chroma sample.
[[nodiscard]] Crop snap_to_grid(const Crop& crop, int step_x, int step_y, int width, int height);

}  // namespace beatsync::media
