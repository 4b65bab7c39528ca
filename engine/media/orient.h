#pragma once

#include <cstddef>
#include <cstdint>

#include "core/picture.h"
#include "media/orientation.h"

namespace beatsync::media {

/// Copies a plane, turned upright. `target` has room for the turned picture.
void copy_turned(const PlaneView& source, const Orientation& turn, std::uint8_t* target,
                 std::ptrdiff_t target_stride);

}  // namespace beatsync::media
