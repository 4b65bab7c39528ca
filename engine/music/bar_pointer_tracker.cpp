#include "music/bar_pointer_tracker.h"

#include <algorithm>
#include <cmath>
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

constexpr float kLeastOnset = 0.01F;  // of the strongest
constexpr int kOnsetSlack = 10;       // frames: 0.1 s

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

/// Whether there is a beat at all. Songs: repetition 0.5 to 0.98 and activation 0.24 to 0.6; white noise 0.28
/// and 0.19 at most, talk 0.16 and 0.34, random clicks 0.1 and 0.33, a steady tone 0.9 and 0.04.
double probability_of_rhythm(const LevelCandidate& level) {
    return logistic((level.repetition.strongest() - 0.4) / 0.04) *
           logistic((level.activation - 0.17) / 0.025);
}

/// From the first onset of the song to the last: before and after it nobody taps.
std::vector<int> within_music(const std::vector<int>& frames, const OnsetFeatures& features) {
    std::vector<float> novelty = features.novelty[kLow];
    for (std::size_t i = 0; i < novelty.size(); ++i)
        novelty[i] += features.novelty[kMid][i] + features.novelty[kHigh][i];
    const float least = kLeastOnset * *std::ranges::max_element(novelty);
    const auto is_onset = [&](float value) { return value > least; };
    const auto first = std::ranges::find_if(novelty, is_onset) - novelty.begin() - kOnsetSlack;
    const auto last = novelty.rend() - std::find_if(novelty.rbegin(), novelty.rend(), is_onset) + kOnsetSlack;
    std::vector<int> result;
    for (const int frame : frames)
        if (frame >= first && frame <= last) result.push_back(frame);
    return result;
}

void add_beats(BeatGrid& grid, const std::vector<PlacedBeat>& beats) {
    float strongest = 1e-9F;
    for (const PlacedBeat& beat : beats)
        strongest = std::max(strongest, beat.strength);
    for (const PlacedBeat& beat : beats)
        append_beat(grid, Time::from_seconds(beat.seconds), beat.strength / strongest);
}

class BarPointerTracker final : public BeatTracker {
public:
    explicit BarPointerTracker(int sample_rate) : onsets_(sample_rate) {}

    void push(std::span<const float> mono) override { onsets_.push(mono); }

    Result<BeatGrid> finish(std::span<const HarmonyFrame> harmony) override {
        const OnsetFeatures features = onsets_.finish();
        BeatGrid grid;
        grid.duration = Time::from_seconds(features.seconds);
        const auto levels = rank_levels(features, beat_activation(features), harmony);
        if (levels.empty()) return grid;
        const LevelCandidate& level = levels.front();
        add_beats(grid, place_beats(within_music(level.frames, features), features));
        trim_weak_ends(grid);
        settle_on_pulse(grid);
        grid.tempo_bpm = median_tempo_bpm(grid.beats);
        grid.confidence = static_cast<float>(probability_of_rhythm(level) * level.probability);
        assign_bars(grid, level.repetition, features, harmony);
        return grid;
    }

private:
    OnsetFrontEnd onsets_;
};

}  // namespace

std::unique_ptr<BeatTracker> make_bar_pointer_tracker(int sample_rate) {
    return std::make_unique<BarPointerTracker>(sample_rate);
}

}  // namespace beatsync::music
