#include "music/bar_pointer_tracker.h"

#include <algorithm>

#include "music/activation.h"
#include "music/bar_phase.h"
#include "music/bar_pointer.h"
#include "music/grid.h"
#include "music/harmony.h"
#include "music/onset_features.h"
#include "music/refine.h"

namespace beatsync::music {
namespace {

class BarPointerTracker final : public BeatTracker {
public:
    explicit BarPointerTracker(int sample_rate) : onsets_(sample_rate), harmony_(sample_rate) {}

    void push(std::span<const float> mono) override {
        onsets_.push(mono);
        harmony_.push(mono);
    }

    Result<BeatGrid> finish() override {
        const OnsetFeatures features = onsets_.finish();
        const auto harmony = harmony_.finish();
        BeatGrid grid;
        grid.duration = Time::from_seconds(features.seconds);
        const auto activation = beat_activation(features);
        const DecodedBeats decoded = decode_beats(activation, BeatModel{});
        const auto placed = place_beats(decoded.frames, features);
        float strongest = 1e-9F;
        for (const PlacedBeat& beat : placed)
            strongest = std::max(strongest, beat.strength);
        for (const PlacedBeat& beat : placed)
            append_beat(grid, Time::from_seconds(beat.seconds), beat.strength / strongest);
        grid.tempo_bpm = median_tempo_bpm(grid.beats);
        grid.confidence = 0.5F;
        assign_bars(grid, features, harmony);
        return grid;
    }

private:
    OnsetFrontEnd onsets_;
    Harmony harmony_;
};

}  // namespace

std::unique_ptr<BeatTracker> make_bar_pointer_tracker(int sample_rate) {
    return std::make_unique<BarPointerTracker>(sample_rate);
}

}  // namespace beatsync::music
