#pragma once

#include <array>

#include "footage/thumbnail.h"

namespace beatsync::footage {

/// A thumbnail as 144 small tiles, each a vector of its 16 luma pixels and of its chroma, for comparing
/// frames tile by tile. One plane a value, so that loops over the tiles are vectorised.
struct Tiles {
    static constexpr int kCount = Thumbnail::kChromaWidth * Thumbnail::kChromaHeight;
    static constexpr int kPixels = 16;
    static constexpr int kValues = kPixels + 2;

    using Plane = std::array<float, kCount>;
    std::array<Plane, kValues> values{};  ///< in levels; chroma counts twice
};

/// Overwrites `out`.
void make_tiles(const Thumbnail& picture, Tiles& out);

/// Mean square of the difference, a pixel, in levels.
[[nodiscard]] float change_between(const Tiles& a, const Tiles& b);

/// Variance of luma, in levels.
[[nodiscard]] float contrast_of(const Tiles& picture);

}  // namespace beatsync::footage
