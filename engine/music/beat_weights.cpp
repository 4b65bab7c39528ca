#include "music/beat_weights.h"

extern "C" {
extern const std::byte beatsync_beat_weights[];      // NOLINT(modernize-avoid-c-arrays): a symbol
extern const std::byte beatsync_beat_weights_end[];  // NOLINT(modernize-avoid-c-arrays)
}

namespace beatsync::music {

std::span<const std::byte> beat_weights() {
    return {beatsync_beat_weights, beatsync_beat_weights_end};
}

}  // namespace beatsync::music
