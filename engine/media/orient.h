#pragma once

#include <cstddef>
#include <cstdint>

#include "core/picture.h"
#include "media/orientation.h"

namespace beatsync::media {

/// Copies a plane, turned upright. `target` has room for the turned picture. Strides are in bytes whatever a
/// sample takes, 1 or 2.
void copy_turned(const PlaneView& source, const Orientation& turn, std::uint8_t* target,
                 std::ptrdiff_t target_stride, int bytes_a_sample = 1);

}  // namespace beatsync::media
