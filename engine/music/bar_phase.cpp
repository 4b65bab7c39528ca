#include "music/bar_phase.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>


namespace beatsync::music {
namespace {

constexpr std::array<int, 2> kMeters{4, 3};

/// Largest novelty within ±50 ms of a beat.
float novelty_at(const std::vector<float>& novelty, Time at) {
    const long frame = std::lround(at.seconds() * OnsetFeatures::kFrameRate);
    float largest = 0;
    for (std::ptrdiff_t i = frame - 5; i <= frame + 5; ++i)
        if (i >= 0 && i < static_cast<std::ptrdiff_t>(novelty.size()))
            largest = std::max(largest, novelty[static_cast<std::size_t>(i)]);
    return largest;
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

std::vector<float> downbeat_evidence(const BeatGrid& grid, const OnsetFeatures& features,
                                     std::span<const HarmonyFrame> harmony) {
    std::vector<float> low, mid, high, change;
    const double bar = grid.beats.size() > 1 ? 2 * 60.0 / grid.tempo_bpm : 1;
    for (const Beat& beat : grid.beats) {
        low.push_back(novelty_at(features.novelty[kLow], beat.at));
        mid.push_back(novelty_at(features.novelty[kMid], beat.at));
        high.push_back(novelty_at(features.novelty[kHigh], beat.at));
        const double at = beat.at.seconds();
        const auto before = mean_harmony(harmony, at - bar, at);
        const auto after = mean_harmony(harmony, at, at + bar);
        change.push_back(cosine_distance(before.chroma, after.chroma));
    }
    for (auto* values : {&low, &mid, &high, &change})
        standardise(*values);
    std::vector<float> evidence(grid.beats.size());
    for (std::size_t b = 0; b < evidence.size(); ++b)
        evidence[b] = static_cast<float>(0.5 * low[b] + -0.3 * mid[b] +
                                         0.0 * high[b] + 0.6 * change[b]);
    return evidence;
}

}  // namespace

void assign_bars(BeatGrid& grid, const OnsetFeatures& features, std::span<const HarmonyFrame> harmony) {
    if (grid.beats.size() < 2) return;
    const auto evidence = downbeat_evidence(grid, features, harmony);
    // States: every position of every meter, in one row.
    struct State {
        int meter, position;
    };
    std::vector<State> states;
    for (const int meter : kMeters)
        for (int p = 0; p < meter; ++p)
            states.push_back({meter, p});
    const double slip = 8;
    std::vector<double> score(states.size()), next(states.size());
    std::vector<std::vector<std::size_t>> from(evidence.size(), std::vector<std::size_t>(states.size()));
    for (std::size_t s = 0; s < states.size(); ++s)
        score[s] = states[s].meter == 3 ? -4 : 0;
    for (std::size_t b = 0; b < evidence.size(); ++b) {
        const std::size_t best = static_cast<std::size_t>(std::ranges::max_element(score) - score.begin());
        for (std::size_t s = 0; s < states.size(); ++s) {
            const auto [meter, position] = states[s];
            const std::size_t previous = position > 0 ? s - 1 : s + static_cast<std::size_t>(meter) - 1;
            const bool jump = b > 0 && score[best] - slip > score[previous];
            from[b][s] = b == 0 ? s : (jump ? best : previous);
            const double before = b == 0 ? score[s] : (jump ? score[best] - slip : score[previous]);
            // Expectation of the evidence is 0: a downbeat gains it, the other beats share the loss.
            const double gain = position == 0 ? evidence[b] : -evidence[b] / static_cast<float>(meter - 1);
            next[s] = before + gain;
        }
        score = next;
    }
    std::size_t s = static_cast<std::size_t>(std::ranges::max_element(score) - score.begin());
    for (std::size_t b = evidence.size(); b-- > 0;) {
        grid.beats[b].position_in_bar = static_cast<std::uint8_t>(states[s].position + 1);
        s = from[b][s];
    }
}

}  // namespace beatsync::music
