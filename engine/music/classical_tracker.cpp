#include "music/classical_tracker.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "music/activation.h"
#include "music/bar_phase.h"
#include "music/grid.h"
#include "music/metrical_level.h"
#include "music/onset_features.h"
#include "music/pulse.h"
#include "music/refine.h"

namespace beatsync::music {
namespace {

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

/// Whether there is a beat at all. Songs: repetition 0.5 to 0.98 and activation 0.24 to 0.6; white noise 0.28
/// and 0.19 at most, talk 0.16 and 0.34, random clicks 0.1 and 0.33, a steady tone 0.9 and 0.04.
double probability_of_rhythm(const LevelCandidate& level) {
    return logistic((level.repetition.strongest() - 0.4) / 0.04) *
           logistic((level.activation - 0.17) / 0.025);
}

class ClassicalTracker final : public BeatTracker {
public:
    explicit ClassicalTracker(int sample_rate) : onsets_(sample_rate) {}

    void push(std::span<const float> mono) override { onsets_.push(mono); }

    Result<BeatGrid> finish(std::span<const HarmonyFrame> harmony) override {
        OnsetFeatures features = onsets_.finish();
        features.spectrogram = std::vector<std::uint8_t>();  // not needed here: 87 MB of a mix of three hours
        const auto levels = rank_levels(features, beat_activation(features), harmony);
        if (levels.empty()) return place_on_pulse({}, features);
        const LevelCandidate& level = levels.front();
        BeatGrid grid = place_on_pulse(within_music(level.frames, features), features);
        grid.confidence = static_cast<float>(probability_of_rhythm(level) * level.probability);
        assign_bars(grid, level.repetition, features, harmony);
        return grid;
    }

private:
    OnsetFrontEnd onsets_;
};

}  // namespace

std::unique_ptr<BeatTracker> make_classical_tracker(int sample_rate) {
    return std::make_unique<ClassicalTracker>(sample_rate);
}

}  // namespace beatsync::music
