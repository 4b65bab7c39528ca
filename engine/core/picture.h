#pragma once

#include <cstddef>
#include <cstdint>

#include "core/time.h"

namespace beatsync {

/// One 8-bit plane, row after row; `stride` bytes from a row to the next.
struct PlaneView {
    const std::uint8_t* data = nullptr;
    std::ptrdiff_t stride = 0;
    int width = 0;
    int height = 0;

    [[nodiscard]] const std::uint8_t* row(int y) const { return data + y * stride; }
};

/// A small upright picture for analysis: full-range luma (0 black, 255 white) and two chroma planes (128 =
/// none) of any smaller size. Valid only during the call that it is passed to.
struct PictureView {
    PlaneView luma;
    PlaneView cb;
    PlaneView cr;
    Time at;               ///< when it is shown, since the clip's first frame
    bool damaged = false;  ///< the decoder had to guess at parts of it, or of what it is built upon
    bool held = false;     ///< it was not decoded: the picture before it is given in its place
};

}  // namespace beatsync
