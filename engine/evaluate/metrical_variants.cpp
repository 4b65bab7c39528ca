#include "evaluate/metrical_variants.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace beatsync::evaluate {
std::vector<double> subdivided(std::span<const double> beats, std::size_t parts) {
    const auto n = static_cast<double>(parts);
    std::vector<double> result;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        for (std::size_t k = 1; i > 0 && k < parts; ++k)
            result.push_back(
                (beats[i - 1] * static_cast<double>(parts - k) + beats[i] * static_cast<double>(k)) / n);
        result.push_back(beats[i]);
    }
    return result;
}

std::vector<double> every_nth(std::span<const double> beats, std::size_t n, std::size_t first) {
    std::vector<double> result;
    for (std::size_t i = first; i < beats.size(); i += n)
        result.push_back(beats[i]);
    return result;
}

std::array<std::vector<double>, 5> metrical_variants(std::span<const double> beats) {
    std::vector<double> twice = subdivided(beats, 2);
    std::vector<double> off = every_nth(twice, 2, 1);
    return {std::vector<double>(beats.begin(), beats.end()), std::move(off), std::move(twice),
            every_nth(beats, 2, 0), every_nth(beats, 2, 1)};
}

std::size_t nearest_beat(std::span<const double> beats, double t) {
    assert(!beats.empty());
    const auto after = std::lower_bound(beats.begin(), beats.end(), t);
    if (after == beats.begin()) return 0;
    if (after == beats.end()) return beats.size() - 1;
    const auto index = static_cast<std::size_t>(after - beats.begin());
    return t - beats[index - 1] <= beats[index] - t ? index - 1 : index;
}

}  // namespace beatsync::evaluate
