#include "media/tone_curve.h"

#include <algorithm>
#include <cmath>

namespace beatsync::media {
namespace {

constexpr double kReferenceWhite = 203;  // cd/m²
constexpr double kPeak = 1000;           // cd/m², of the display that HLG is meant for

double pq_to_light(double signal) {
    constexpr double m1 = 2610.0 / 16384;
    constexpr double m2 = 2523.0 / 4096 * 128;
    constexpr double c1 = 3424.0 / 4096;
    constexpr double c2 = 2413.0 / 4096 * 32;
    constexpr double c3 = 2392.0 / 4096 * 32;
    const double root = std::pow(signal, 1 / m2);
    return 10'000 * std::pow(std::max(root - c1, 0.0) / (c2 - c3 * root), 1 / m1);
}

double hlg_to_light(double signal) {
    constexpr double a = 0.17883277;
    constexpr double b = 0.28466892;
    constexpr double c = 0.55991073;
    const double scene = signal <= 0.5 ? signal * signal / 3 : (std::exp((signal - c) / a) + b) / 12;
    constexpr double kSystemGamma = 1.2;
    return kPeak * std::pow(scene, kSystemGamma);
}

double compress(double light) {
    constexpr double kWhite = kPeak / kReferenceWhite;
    const double x = light / kReferenceWhite;
    return x * (1 + x / (kWhite * kWhite)) / (1 + x);
}

}  // namespace

double to_sdr(double signal, DynamicRange range) {
    const double s = std::clamp(signal, 0.0, 1.0);
    if (range == DynamicRange::sdr) return s;
    const double light = range == DynamicRange::pq ? pq_to_light(s) : hlg_to_light(s);
    constexpr double kDisplayGamma = 2.4;  // ITU-R BT.1886
    return std::pow(std::clamp(compress(light), 0.0, 1.0), 1 / kDisplayGamma);
}

}  // namespace beatsync::media
