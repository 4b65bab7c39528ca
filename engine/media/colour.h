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
    /// PQ, HLG, wide gamut and matrices without luma: a matrix alone does not bring them to BT.709.
    [[nodiscard]] bool needs_colour_management() const;
};

/// Unspecified matrix: BT.601 for stills (JFIF, WebP) and standard definition, BT.709 otherwise, BT.2020 for
/// PQ and HLG.
[[nodiscard]] Colour colour_of(const AVFrame& frame, const VideoInfo& info);

/// The pixel format without the deprecated "J" that says full range.
[[nodiscard]] AVPixelFormat plain_format(AVPixelFormat format);

/// A YUV420P limited-range picture from `matrix` to BT.709, in place. Y'CbCr to Y'CbCr leaves chroma
/// independent of luma, so chroma is exact at its own size and luma gets an offset for each chroma sample.
void convert_matrix_to_709(AVFrame& picture, AVColorSpace matrix);

}  // namespace beatsync::media
