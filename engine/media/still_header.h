#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "core/error.h"
#include "media/orientation.h"

namespace beatsync::media {

/// What the header of a JPEG or PNG file says; all zero of any other file.
struct StillHeader {
    int width = 0;
    int height = 0;
    bool reducible = false;   ///< baseline JPEG: can be decoded at a half, a quarter or an eighth of its size
    Orientation orientation;  ///< of a PNG's eXIf chunk, which libavcodec passes over
};
[[nodiscard]] StillHeader read_still_header(const std::filesystem::path& path);

/// The tag Orientation of a TIFF structure as EXIF holds it ("MM\0*…" or "II*\0…").
[[nodiscard]] Orientation orientation_of_tiff(std::string_view tiff);

/// How many pixels a still may have, by the memory that decoding it takes.
[[nodiscard]] std::int64_t max_pixels_of(const StillHeader& header);

/// How often to halve a picture's sides when decoding it: 0 to 3. Errc::input, with its size, when it is too
/// large for the memory that a picture may take.
[[nodiscard]] Result<int> halvings_for(const StillHeader& header, const std::filesystem::path& path);

}  // namespace beatsync::media
