#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace beatsync::music {

/// Largest of the values, none below 0, within `slack` frames of one; 0 where there are none.
[[nodiscard]] inline float largest_around(std::span<const float> values, double frame, long slack) {
    const long centre = std::lround(frame);
    const long end = std::min(centre + slack + 1, static_cast<long>(values.size()));
    float largest = 0;
    for (long i = std::max(centre - slack, 0L); i < end; ++i)
        largest = std::max(largest, values[static_cast<std::size_t>(i)]);
    return largest;
}

}  // namespace beatsync::music
