#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/prng.h"

namespace beatsync::plan {

/// Fisher and Yates.
template <class T>
void shuffle(std::vector<T>& values, Prng& prng) {
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[prng.below(i)]);
}

}  // namespace beatsync::plan
