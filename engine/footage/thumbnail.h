#pragma once

#include <array>
#include <cstdint>

#include "core/picture.h"

namespace beatsync::footage {

/// A part of a thumbnail's luma, in pixels: [left, right) by [top, bottom).
struct Area {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
};

/// What the shot analysis keeps of a frame: a 64×36 picture, whatever the shape (upright pictures are stored
/// on their side, others are squeezed), as box averages. Fixed sizes keep the comparisons simple and
/// vectorised.
struct Thumbnail {
    static constexpr int kWidth = 64;
    static constexpr int kHeight = 36;
    static constexpr int kChromaWidth = 16;
    static constexpr int kChromaHeight = 9;
    /// Values are in eighths of a level: averages of dark pictures need the fraction, and the products of two
    /// values summed over a block still fit 32 bits.
    static constexpr int kScale = 8;

    std::array<std::int16_t, kWidth * kHeight> luma{};
    std::array<std::int16_t, kChromaWidth * kChromaHeight> cb{};
    std::array<std::int16_t, kChromaWidth * kChromaHeight> cr{};

    /// Integral images of luma and of its square, with a leading row and column of zeros. They wrap around;
    /// differences over a block of up to 900 pixels are right all the same.
    static constexpr int kSumStride = kWidth + 1;
    std::array<std::uint32_t, kSumStride*(kHeight + 1)> sums{};
    std::array<std::uint32_t, kSumStride*(kHeight + 1)> square_sums{};

    /// What black bars leave of the picture; empty in a black frame. Bars match in any two frames of a clip
    /// and would make them look alike.
    Area inside;

    Time at;
};

/// Overwrites `out`: the analyser reuses its ring of thumbnails instead of allocating.
void make_thumbnail(const PictureView& picture, Thumbnail& out);

}  // namespace beatsync::footage
