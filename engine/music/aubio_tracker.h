#pragma once

#include <memory>

#include "music/beat_tracker.h"

namespace beatsync::music {

/// aubio's tempo object (P. M. Brossier: Automatic annotation of musical audio for interactive applications,
/// PhD thesis, Queen Mary, University of London 2006; M. Davies, M. Plumbley: Context-dependent beat tracking
/// of musical audio, IEEE TASLP 15(3), 2007) with the settings of `aubio beat`. The bars are not known: it
/// leaves position_in_bar 0.
[[nodiscard]] Result<std::unique_ptr<BeatTracker>> make_aubio_tracker(int sample_rate);

}  // namespace beatsync::music
