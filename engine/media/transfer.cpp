#include "media/transfer.h"

#include <algorithm>
#include <cmath>

namespace beatsync::media {
namespace {

constexpr double kPqPeakNits = 10'000;
constexpr double m1 = 2610.0 / 16384;
constexpr double m2 = 2523.0 / 4096 * 128;
constexpr double c1 = 3424.0 / 4096;
constexpr double c2 = 2413.0 / 4096 * 32;
constexpr double c3 = 2392.0 / 4096 * 32;

constexpr double a = 0.17883277;
constexpr double b = 0.28466892;
constexpr double c = 0.55991073;

}  // namespace

double pq_to_nits(double signal) {
    const double root = std::pow(signal, 1 / m2);
    return kPqPeakNits * std::pow(std::max(root - c1, 0.0) / (c2 - c3 * root), 1 / m1);
}

double nits_to_pq(double nits) {
    const double y = std::pow(nits / kPqPeakNits, m1);
    return std::pow((c1 + c2 * y) / (1 + c3 * y), m2);
}

double hlg_to_scene(double signal) {
    return signal <= 0.5 ? signal * signal / 3 : (std::exp((signal - c) / a) + b) / 12;
}

double scene_to_hlg(double light) {
    return light <= 1.0 / 12 ? std::sqrt(3 * light) : a * std::log(12 * light - b) + c;
}

}  // namespace beatsync::media
