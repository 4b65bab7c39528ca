#pragma once

#include <cstddef>
#include <span>

namespace beatsync::music {

/// assets/beat_network.bin, which is part of the program.
[[nodiscard]] std::span<const std::byte> beat_weights();

}  // namespace beatsync::music
