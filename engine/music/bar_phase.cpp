#include "music/bar_phase.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "music/bar_decoder.h"
#include "music/nearby.h"

namespace beatsync::music {
namespace {

/// Largest novelty within ±50 ms of a beat.
float novelty_at(const std::vector<float>& novelty, Time at) {
    return largest_around(novelty, at.seconds() * OnsetFeatures::kFrameRate, 5);
}

void standardise(std::vector<float>& values) {
    double sum = 0;
    double square = 0;
    for (const float x : values) {
        sum += x;
        square += static_cast<double>(x) * x;
    }
    const double n = static_cast<double>(values.size());
    const double mean = sum / n;
    const double deviation = std::sqrt(std::max(square / n - mean * mean, 1e-12));
    for (float& x : values)
        x = static_cast<float>((x - mean) / deviation);
}

}  // namespace

std::vector<float> downbeat_evidence(const BeatGrid& grid, const OnsetFeatures& features,
                                     std::span<const HarmonyFrame> harmony) {
    enum Kind : std::size_t { kKick, kKickAfter, kSnare, kCymbal, kChange, kWideChange, kKinds };
    // From a logistic regression on every second of 64 annotated excerpts.
    constexpr std::array<float, kKinds> kWeights{0.25F, -0.3F, -0.3F, -0.25F, 0.45F, 0.2F};
    constexpr float kBias = -1.25F;

    std::array<std::vector<float>, kKinds> kinds;
    const double period = 60 / grid.tempo_bpm;
    for (const Beat& beat : grid.beats) {
        kinds[kKick].push_back(novelty_at(features.novelty[kLow], beat.at));
        kinds[kKickAfter].push_back(
            novelty_at(features.novelty[kLow], beat.at + Time::from_seconds(period / 2)));
        kinds[kSnare].push_back(novelty_at(features.novelty[kMid], beat.at));
        kinds[kCymbal].push_back(novelty_at(features.novelty[kHigh], beat.at));
        kinds[kChange].push_back(harmony_change(harmony, beat.at.seconds(), period));
        kinds[kWideChange].push_back(harmony_change(harmony, beat.at.seconds(), 2 * period));
    }
    std::vector<float> log_odds(grid.beats.size(), kBias);
    for (std::size_t k = 0; k < kKinds; ++k) {
        standardise(kinds[k]);
        for (std::size_t b = 0; b < log_odds.size(); ++b)
            log_odds[b] += kWeights[k] * kinds[k][b];
    }
    return log_odds;
}

double log_odds_of_three(const Repetition& repetition) {
    // Four is the common case, so three has to repeat clearly better.
    return 80 * (repetition.triple_over_duple() - 0.03);
}

void assign_bars(BeatGrid& grid, const Repetition& repetition, const OnsetFeatures& features,
                 std::span<const HarmonyFrame> harmony) {
    if (grid.beats.size() < 2) return;
    const std::array<Meter, 2> meters{{{4, 0}, {3, log_odds_of_three(repetition)}}};
    number_beats(grid, decode_bars(downbeat_evidence(grid, features, harmony), meters));
}

}  // namespace beatsync::music
