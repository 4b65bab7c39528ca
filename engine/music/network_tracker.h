#pragma once

#include <memory>

#include "music/beat_tracker.h"

namespace beatsync::music {

/// A network that has learned what beats and downbeats sound like → bar pointer model → beats moved to their
/// onsets → bars.
[[nodiscard]] std::unique_ptr<BeatTracker> make_network_tracker(int sample_rate);

}  // namespace beatsync::music
