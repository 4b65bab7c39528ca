#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace beatsync::draft {

struct Match {
    std::size_t before = 0;
    std::size_t after = 0;
};

/// A common subsequence of two sequences of keys, by index, ascending: the longest one where the squares that
/// are left to compare (`budget`, counted down) allow it, else a long one in time n log n: that of the
/// occurrences of each key taken in order.
[[nodiscard]] std::vector<Match> match_sequences(const std::vector<std::size_t>& before,
                                                 const std::vector<std::size_t>& after, std::size_t& budget);

}  // namespace beatsync::draft
