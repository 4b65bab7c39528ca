#include "music/beat_tracker.h"

#include "music/aubio_tracker.h"
#include "music/classical_tracker.h"
#include "music/network_tracker.h"

namespace beatsync::music {

Result<std::unique_ptr<BeatTracker>> make_tracker(TrackerKind kind, int sample_rate) {
    switch (kind) {
        case TrackerKind::aubio:
            return make_aubio_tracker(sample_rate);
        case TrackerKind::classical:
            return make_classical_tracker(sample_rate);
        case TrackerKind::beatsync:
            break;
    }
    return make_network_tracker(sample_rate);
}

}  // namespace beatsync::music
