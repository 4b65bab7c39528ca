#pragma once

#include <array>

#include "core/media_info.h"
#include "media/av.h"

namespace beatsync::media {

/// Weights of red and blue in luma, of which all of a Y'CbCr matrix follows.
struct LumaWeights {
    double red = 0;
    double blue = 0;
    [[nodiscard]] constexpr double green() const { return 1 - red - blue; }
};

/// ITU-R BT.709 for SDR, BT.2020 (non-constant luminance) for PQ and HLG.
[[nodiscard]] LumaWeights luma_weights(DynamicRange range);

/// An SDR colour (R'G'B' of BT.709, 0 to 1, shown by BT.1886) as R'G'B' of BT.2020 in PQ (SMPTE ST 2084) or
/// HLG (ITU-R BT.2100, a display of 1,000 cd/m²), its white being the reference white. SDR: the same.
[[nodiscard]] std::array<double, 3> hdr_signal(const std::array<double, 3>& sdr, DynamicRange range);

/// Luma code of white in a picture of make_canvas: 235 of 8 bits, 940 of 10, or the reference white.
[[nodiscard]] int white_code(const AVFrame& picture);

}  // namespace beatsync::media
