#pragma once

#include "core/media_info.h"
#include "media/av.h"

namespace beatsync::media {

/// What the samples of a frame mean, every "unspecified" replaced by what players assume.
struct Colour {
    AVColorSpace matrix = AVCOL_SPC_BT709;
    AVColorPrimaries primaries = AVCOL_PRI_BT709;
    AVColorTransferCharacteristic transfer = AVCOL_TRC_BT709;
    bool full_range = false;

    friend bool operator==(const Colour&, const Colour&) = default;
};

/// Whether more than a matrix and a range are between the two. To BT.709: PQ, HLG, wide gamut and matrices
/// without luma. To PQ and HLG: all that is not the same.
[[nodiscard]] bool needs_colour_management(const Colour& from, const Colour& to);

/// Unspecified matrix: BT.601 for stills (JFIF, WebP) and standard definition, BT.709 otherwise, BT.2020 for
/// PQ and HLG.
[[nodiscard]] Colour colour_of(const AVFrame& frame, const VideoInfo& info);

/// The pixel format without the deprecated "J" that says full range.
[[nodiscard]] AVPixelFormat plain_format(AVPixelFormat format);

/// A YUV420P or YUV420P10 limited-range picture from `matrix` to BT.709, in place. Y'CbCr to Y'CbCr leaves
/// chroma independent of luma, so chroma is exact at its own size and luma gets an offset for each chroma
/// sample.
void convert_matrix_to_709(AVFrame& picture, AVColorSpace matrix);

}  // namespace beatsync::media
