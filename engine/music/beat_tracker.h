#pragma once

#include <memory>
#include <span>

#include "core/error.h"
#include "music/analyser.h"
#include "music/harmony.h"
#include "music/music_map.h"

namespace beatsync::music {

/// One way to find beats. Mono samples in, in blocks of any length; a grid out.
class BeatTracker {
public:
    virtual ~BeatTracker() = default;
    virtual void push(std::span<const float> mono) = 0;
    /// The beats of all that was pushed, whose harmony the caller has anyway. Call once. Empty (confidence 0)
    /// where there are none.
    [[nodiscard]] virtual Result<BeatGrid> finish(std::span<const HarmonyFrame> harmony) = 0;
};

/// `sample_rate` of the samples pushed, in Hz.
[[nodiscard]] Result<std::unique_ptr<BeatTracker>> make_tracker(TrackerKind kind, int sample_rate);

}  // namespace beatsync::music
