#pragma once

#include <vector>

namespace beatsync::cli::song {

/// One drum hit, mono, at full strength, starting with its attack. Drums sound alike each time, as a drum
/// machine's do, so each is made once and mixed in wherever the score asks.
using Hit = std::vector<float>;

struct DrumKit {
    Hit kick, clap, snare, closed_hat, open_hat, shaker, crash;
};

[[nodiscard]] DrumKit make_drum_kit();

}  // namespace beatsync::cli::song
