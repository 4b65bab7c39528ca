#pragma once

#include <cstddef>
#include <cstdint>

namespace beatsync {

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). The standard
/// library's distributions differ between implementations; these don't.
class Prng {
public:
    explicit constexpr Prng(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    /// In [0, 1), 53 bits.
    constexpr double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    /// In [0, n), n > 0. The bias is under n / 2^64.
    constexpr std::size_t below(std::size_t n) { return next() % n; }

private:
    std::uint64_t state_;
};

}  // namespace beatsync
