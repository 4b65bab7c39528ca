#include "media/tone_curve.h"

#include <algorithm>
#include <cmath>

#include "media/transfer.h"

namespace beatsync::media {
namespace {

double compress(double light) {
    constexpr double kWhite = kHlgPeakNits / kReferenceWhiteNits;
    const double x = light / kReferenceWhiteNits;
    return x * (1 + x / (kWhite * kWhite)) / (1 + x);
}

}  // namespace

double to_sdr(double signal, DynamicRange range) {
    const double s = std::clamp(signal, 0.0, 1.0);
    if (range == DynamicRange::sdr) return s;
    const double light =
        range == DynamicRange::pq ? pq_to_nits(s) : kHlgPeakNits * std::pow(hlg_to_scene(s), kHlgSystemGamma);
    return std::pow(std::clamp(compress(light), 0.0, 1.0), 1 / kDisplayGamma);
}

}  // namespace beatsync::media
