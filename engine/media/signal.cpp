#include "media/signal.h"

#include <algorithm>
#include <cmath>

#include "media/picture_format.h"
#include "media/transfer.h"

namespace beatsync::media {
namespace {

/// Linear light from BT.709's primaries to BT.2020's (ITU-R BT.2087).
std::array<double, 3> widened(const std::array<double, 3>& c) {
    return {0.6274 * c[0] + 0.3293 * c[1] + 0.0433 * c[2], 0.0691 * c[0] + 0.9195 * c[1] + 0.0114 * c[2],
            0.0164 * c[0] + 0.0880 * c[1] + 0.8956 * c[2]};
}

DynamicRange range_of(const AVFrame& picture) {
    if (picture.color_trc == AVCOL_TRC_SMPTE2084) return DynamicRange::pq;
    return picture.color_trc == AVCOL_TRC_ARIB_STD_B67 ? DynamicRange::hlg : DynamicRange::sdr;
}

}  // namespace

LumaWeights luma_weights(DynamicRange range) {
    return range == DynamicRange::sdr ? LumaWeights{0.2126, 0.0722} : LumaWeights{0.2627, 0.0593};
}

std::array<double, 3> hdr_signal(const std::array<double, 3>& sdr, DynamicRange range) {
    if (range == DynamicRange::sdr) return sdr;
    std::array<double, 3> light{};
    for (std::size_t i = 0; i < 3; ++i)
        light[i] = std::pow(std::clamp(sdr[i], 0.0, 1.0), kDisplayGamma);
    light = widened(light);
    std::array<double, 3> signal{};
    if (range == DynamicRange::pq) {
        for (std::size_t i = 0; i < 3; ++i)
            signal[i] = nits_to_pq(kReferenceWhiteNits * light[i]);
        return signal;
    }
    // BT.2100: the display's light is the scene's, times its luminance to the power of (gamma − 1).
    const LumaWeights w = luma_weights(range);
    const double scale = kReferenceWhiteNits / kHlgPeakNits;
    const double luminance = scale * (w.red * light[0] + w.green() * light[1] + w.blue * light[2]);
    const double gain =
        luminance > 0 ? scale * std::pow(luminance, (1 - kHlgSystemGamma) / kHlgSystemGamma) : 0;
    for (std::size_t i = 0; i < 3; ++i)
        signal[i] = scene_to_hlg(gain * light[i]);
    return signal;
}

int white_code(const AVFrame& picture) {
    if (!is_deep(picture)) return 235;
    return static_cast<int>(std::lround(64 + 876 * hdr_signal({1, 1, 1}, range_of(picture))[1]));
}

}  // namespace beatsync::media
