#pragma once

#include <memory>

#include "music/beat_tracker.h"

namespace beatsync::music {

/// Without anything learned from recordings but a few weights: multi-band SuperFlux → bar pointer model at
/// several metrical levels → the level that fits → beats moved to their onsets → bars.
[[nodiscard]] std::unique_ptr<BeatTracker> make_classical_tracker(int sample_rate);

}  // namespace beatsync::music
