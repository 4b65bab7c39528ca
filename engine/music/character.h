#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "music/harmony.h"
#include "music/music_map.h"

namespace beatsync::music {

/// Counts how often something begins: rises of the short-time energy, in the high frequencies, where all
/// instruments begin.
class OnsetCounter {
public:
    explicit OnsetCounter(int sample_rate);
    void push(std::span<const float> mono);
    [[nodiscard]] std::int64_t finish() const { return onsets_; }

private:
    void end_frame();

    double samples_per_frame_;
    std::int64_t pushed_ = 0;
    std::int64_t frames_ = 0;
    float before_ = 0;
    double energy_ = 0;
    double level_db_ = -200;  // slow: what the ear is used to
    double peak_db_ = -200;   // the loudest so far, slowly forgotten
    std::int64_t wait_ = 0;   // frames until the next onset may count
    std::int64_t onsets_ = 0;
};

/// Brightness is the mean of the frames' centroids weighed by their magnitude. Mode: the mean chroma against
/// the 24 key profiles of C. Krumhansl and E. Kessler (1982), how much better the best major key fits than
/// the best minor one.
[[nodiscard]] Character character_of(std::span<const HarmonyFrame> frames, std::int64_t onsets,
                                     double seconds);

}  // namespace beatsync::music
