#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace beatsync::evaluate {

/// `parts` − 1 more beats between each two, evenly.
[[nodiscard]] std::vector<double> subdivided(std::span<const double> beats, std::size_t parts);

/// One beat of `n`, from `first` on.
[[nodiscard]] std::vector<double> every_nth(std::span<const double> beats, std::size_t n, std::size_t first);

/// The ways in which one may tap along to beats: as they are, off-beat, twice as fast, every other from the
/// first, and from the second. Beats between two are in their middle.
[[nodiscard]] std::array<std::vector<double>, 5> metrical_variants(std::span<const double> beats);

/// Index of the beat nearest to `t`, the earlier in a tie; `beats` must not be empty.
[[nodiscard]] std::size_t nearest_beat(std::span<const double> beats, double t);

}  // namespace beatsync::evaluate
