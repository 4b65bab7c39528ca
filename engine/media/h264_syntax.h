#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "media/nal.h"

// As much of the syntax of ITU-T H.264 (08/2021) as it takes to put pictures of several streams into one.
// All units here are unescaped and begin with their header byte.
namespace beatsync::media::h264 {

enum class UnitType : std::uint8_t {
    slice = 1,
    partition_a = 2,
    partition_c = 4,
    idr_slice = 5,
    sei = 6,
    sps = 7,
    pps = 8,
};

[[nodiscard]] inline UnitType type_of(ByteSpan unit) {
    return static_cast<UnitType>(unit[0] & 31U);
}
/// Whether other pictures are predicted from this one.
[[nodiscard]] inline bool is_reference(ByteSpan unit) {
    return (unit[0] & 0x60U) != 0;
}

/// A number in a unit, and at which bit of it its code begins.
struct Number {
    std::uint32_t value = 0;
    std::size_t bit = 0;
};

/// Sequence parameter set (7.3.2.1). Colours by the numbers of H.273; 2 = not said.
struct Sps {
    int profile = 0;
    std::uint8_t constraints = 0;  ///< set 0 is the highest bit
    int level = 0;                 ///< 10 times
    Number id;
    int chroma_format = 1;  ///< 1 = 4:2:0
    bool separate_planes = false;
    int bit_depth = 8;  ///< of luma; 0 when chroma's is another
    int frame_number_bits = 4;
    bool progressive = true;  ///< frames only
    int width = 0;            ///< after cropping
    int height = 0;
    int pixel_width = 1;  ///< sample aspect ratio
    int pixel_height = 1;
    bool full_range = false;
    int primaries = 2;
    int transfer = 2;
    int matrix = 2;
};
/// None when it breaks off or says what no such set can.
[[nodiscard]] std::optional<Sps> parse_sps(ByteSpan unit);

/// Picture parameter set (7.3.2.2).
struct Pps {
    Number id;
    Number sps;
};
[[nodiscard]] std::optional<Pps> parse_pps(ByteSpan unit);

/// The beginning of a slice's header (7.3.3), all that comes before the picture parameter set's number.
struct SliceStart {
    Number first_macroblock;
    Number pps;
};
[[nodiscard]] std::optional<SliceStart> parse_slice_start(ByteSpan unit);

/// Which of two that follow each other an IDR picture is.
[[nodiscard]] std::optional<Number> parse_idr_number(ByteSpan unit, const Sps& sps);

}  // namespace beatsync::media::h264
