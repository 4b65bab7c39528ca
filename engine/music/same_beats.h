#pragma once

#include <vector>

namespace beatsync::music {

/// Whether nine of ten beats of each are within 50 ms of one of the other. Frames of 10 ms, increasing.
[[nodiscard]] bool same_beats(const std::vector<int>& a, const std::vector<int>& b);

}  // namespace beatsync::music
