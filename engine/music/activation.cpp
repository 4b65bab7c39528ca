#include "music/activation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace beatsync::music {
namespace {

constexpr std::array<float, kOnsetBands> kBandWeights{1.5F, 1.0F, 1.0F};
constexpr std::size_t kMeanHalfWidth = 50;    // frames: 0.5 s
constexpr std::size_t kLevelHalfWidth = 400;  // 4 s: a quiet verse counts as much as a loud chorus,
constexpr float kLeastPower = 0.1F;           // but the hiss of a break does not
constexpr float kFullScale = 8;
// A beat without an onset, or an onset off the beat, costs a path no more than log 50.
constexpr float kLeast = 0.02F;
constexpr float kMost = 0.98F;

/// Mean of each frame's neighbourhood of 2·half + 1 frames.
std::vector<float> moving_mean(const std::vector<float>& values, std::size_t half) {
    std::vector<double> prefix(values.size() + 1);
    for (std::size_t i = 0; i < values.size(); ++i)
        prefix[i + 1] = prefix[i] + values[i];
    std::vector<float> mean(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t begin = i > half ? i - half : 0;
        const std::size_t end = std::min(i + half + 1, values.size());
        mean[i] = static_cast<float>((prefix[end] - prefix[begin]) / static_cast<double>(end - begin));
    }
    return mean;
}

}  // namespace

std::vector<float> beat_activation(const OnsetFeatures& features) {
    const std::size_t frames = features.novelty[kLow].size();
    std::vector<float> novelty(frames);
    for (std::size_t k = 0; k < kOnsetBands; ++k)
        for (std::size_t i = 0; i < frames; ++i)
            novelty[i] += kBandWeights[k] * features.novelty[k][i];

    // What is above the neighbourhood's mean, in units of the local root mean square.
    const auto local_mean = moving_mean(novelty, kMeanHalfWidth);
    std::vector<float> square(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        novelty[i] = std::max(0.0F, novelty[i] - local_mean[i]);
        square[i] = novelty[i] * novelty[i];
    }
    const auto local_power = moving_mean(square, kLevelHalfWidth);
    const auto song_power = moving_mean(square, frames);
    std::vector<float> activation(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const float level = std::sqrt(std::max(local_power[i], kLeastPower * song_power[i])) + 1e-9F;
        activation[i] = std::clamp(novelty[i] / (kFullScale * level), kLeast, kMost);
    }
    return activation;
}

}  // namespace beatsync::music
