#include "music/beat_tracker.h"

#include "music/aubio_tracker.h"
#include "music/bar_pointer_tracker.h"

namespace beatsync::music {

Result<std::unique_ptr<BeatTracker>> make_tracker(TrackerKind kind, int sample_rate) {
    if (kind == TrackerKind::aubio) return make_aubio_tracker(sample_rate);
    return make_bar_pointer_tracker(sample_rate);
}

}  // namespace beatsync::music
