#pragma once

#include <cstdint>

namespace beatsync::cli::scenes {

/// Numbers that look random and are the same on every machine and in every run.
class Chance {
public:
    explicit Chance(std::uint32_t seed) : state_(seed * 2654435761U | 1U) {}
    double unit();  ///< [0, 1)
    double between(double low, double high) { return low + (high - low) * unit(); }

private:
    std::uint32_t state_;
};

/// A smooth surface of random heights, one a lattice point, in [0, 1] (value noise).
[[nodiscard]] double noise(double x, double y, std::uint32_t seed);

/// Noise with detail down to 2^-octaves of its size (fractional Brownian motion), in [0, 1].
[[nodiscard]] double fractal_noise(double x, double y, int octaves, std::uint32_t seed);

/// 0 below `from`, 1 above `to`, smooth between.
[[nodiscard]] double smooth_step(double from, double to, double x);

/// The fractional part: goes round from 1 to 0.
[[nodiscard]] double cycle(double x);

}  // namespace beatsync::cli::scenes
