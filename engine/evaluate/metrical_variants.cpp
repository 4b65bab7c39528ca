#include "evaluate/metrical_variants.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace beatsync::evaluate {
namespace {

std::vector<double> every_other(std::span<const double> beats, std::size_t first) {
    std::vector<double> result;
    for (std::size_t i = first; i < beats.size(); i += 2)
        result.push_back(beats[i]);
    return result;
}

std::vector<double> doubled(std::span<const double> beats) {
    std::vector<double> result;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        if (i > 0) result.push_back((beats[i - 1] + beats[i]) / 2);
        result.push_back(beats[i]);
    }
    return result;
}

}  // namespace

std::array<std::vector<double>, 5> metrical_variants(std::span<const double> beats) {
    std::vector<double> twice = doubled(beats);
    std::vector<double> off = every_other(twice, 1);
    return {std::vector<double>(beats.begin(), beats.end()), std::move(off), std::move(twice),
            every_other(beats, 0), every_other(beats, 1)};
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
