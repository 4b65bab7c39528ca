#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace beatsync::media {

/// How to show a stored picture upright: turn it clockwise, then flip it left to right.
struct Orientation {
    int rotation_degrees = 0;  ///< 0, 90, 180, 270
    bool mirrored = false;

    friend constexpr bool operator==(const Orientation&, const Orientation&) = default;
};

/// Of a display matrix as libavutil/display.h describes it: nine numbers, row by row. Angles are rounded to
/// quarter turns; a degenerate matrix changes nothing.
[[nodiscard]] Orientation orientation_of_matrix(std::span<const std::int32_t, 9> matrix);

/// Of the EXIF tag Orientation, 1 to 8; anything else changes nothing.
[[nodiscard]] Orientation orientation_of_exif(std::string_view value);

}  // namespace beatsync::media
