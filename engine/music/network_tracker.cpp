#include "music/network_tracker.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "music/activation.h"
#include "music/bar_decoder.h"
#include "music/beat_network.h"
#include "music/hypotheses.h"
#include "music/onset_features.h"
#include "music/refine.h"

namespace beatsync::music {
namespace {

constexpr std::array<Meter, 2> kMeters{{{4, 0}, {3, -2}}};

std::vector<int> frames_of(const BeatGrid& grid) {
    std::vector<int> frames;
    for (const Beat& beat : grid.beats)
        frames.push_back(static_cast<int>(std::lround(beat.at.seconds() * OnsetFeatures::kFrameRate)));
    return frames;
}

class NetworkTracker final : public BeatTracker {
public:
    explicit NetworkTracker(int sample_rate) : onsets_(sample_rate) {}

    void push(std::span<const float> mono) override { onsets_.push(mono); }

    Result<BeatGrid> finish(std::span<const HarmonyFrame> harmony) override {
        const OnsetFeatures features = onsets_.finish();
        const BeatActivations activations = BeatNetwork()(features.spectrogram);
        const auto novelty = beat_activation(features);
        const auto hypotheses = rank_hypotheses(activations, LevelJudge(features, novelty, harmony));
        if (hypotheses.empty()) return place_on_pulse({}, features);
        const Hypothesis& best = hypotheses.front();
        BeatGrid grid = place_on_pulse(within_music(best.frames, features), features);
        grid.confidence = static_cast<float>(best.probability * std::exp(best.evidence[kStrong]));
        number_beats(grid, decode_bars(downbeat_log_odds(frames_of(grid), activations), kMeters));
        return grid;
    }

private:
    OnsetFrontEnd onsets_;
};

}  // namespace

std::unique_ptr<BeatTracker> make_network_tracker(int sample_rate) {
    return std::make_unique<NetworkTracker>(sample_rate);
}

}  // namespace beatsync::music
