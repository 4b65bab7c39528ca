#include "cli/demo/scenes/chance.h"

#include <algorithm>
#include <cmath>

namespace beatsync::cli::scenes {
namespace {

double lattice(std::int32_t x, std::int32_t y, std::uint32_t seed) {
    std::uint32_t h = static_cast<std::uint32_t>(x) * 374761393U +
                      static_cast<std::uint32_t>(y) * 668265263U + seed * 2246822519U;
    h = (h ^ (h >> 13U)) * 1274126177U;
    h ^= h >> 16U;
    return static_cast<double>(h) / 4294967295.0;
}

}  // namespace

double Chance::unit() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 17U;
    state_ ^= state_ << 5U;
    return static_cast<double>(state_ >> 8U) / 16777216.0;
}

double noise(double x, double y, std::uint32_t seed) {
    const double x0 = std::floor(x);
    const double y0 = std::floor(y);
    const auto ix = static_cast<std::int32_t>(x0);
    const auto iy = static_cast<std::int32_t>(y0);
    const double u = smooth_step(0, 1, x - x0);
    const double v = smooth_step(0, 1, y - y0);
    const double top = lattice(ix, iy, seed) * (1 - u) + lattice(ix + 1, iy, seed) * u;
    const double bottom = lattice(ix, iy + 1, seed) * (1 - u) + lattice(ix + 1, iy + 1, seed) * u;
    return top * (1 - v) + bottom * v;
}

double fractal_noise(double x, double y, int octaves, std::uint32_t seed) {
    double sum = 0;
    double weight = 0.5;
    double total = 0;
    for (int i = 0; i < octaves; ++i) {
        sum += weight * noise(x, y, seed + static_cast<std::uint32_t>(i));
        total += weight;
        weight *= 0.5;
        x *= 2.03;  // not 2: the lattices of the octaves must not line up
        y *= 2.03;
    }
    return sum / total;
}

double smooth_step(double from, double to, double x) {
    const double t = std::clamp((x - from) / (to - from), 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

double cycle(double x) {
    return x - std::floor(x);
}

}  // namespace beatsync::cli::scenes
