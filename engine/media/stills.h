#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::media {

/// Packed 8-bit RGB, full range sRGB, rows without padding.
struct RgbImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  ///< width·height·3
};

/// The frame shown at `at`, upright, in the right colours, scaled to fit within max_width × max_height.
[[nodiscard]] Result<RgbImage> read_still(const std::filesystem::path& path, Time at, int max_width,
                                          int max_height);

/// PNG or JPEG bytes, for contact sheets and previews.
[[nodiscard]] Result<std::vector<std::uint8_t>> encode_png(const RgbImage& image);
[[nodiscard]] Result<std::vector<std::uint8_t>> encode_jpeg(const RgbImage& image, int quality_percent);

}  // namespace beatsync::media
