#include "music/activation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>


namespace beatsync::music {
namespace {

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
    const std::array<float, kOnsetBands> weights{static_cast<float>(1),
                                                 static_cast<float>(1),
                                                 static_cast<float>(1)};
    const std::size_t frames = features.novelty[kLow].size();
    std::vector<float> total(frames);
    for (std::size_t k = 0; k < kOnsetBands; ++k)
        for (std::size_t i = 0; i < frames; ++i)
            total[i] += weights[k] * features.novelty[k][i];

    const auto local = moving_mean(total, static_cast<std::size_t>(50));
    std::vector<float> square(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        total[i] = std::max(0.0F, total[i] - static_cast<float>(1) * local[i]);
        square[i] = total[i] * total[i];
    }
    const auto power = moving_mean(square, static_cast<std::size_t>(400));
    const auto all = moving_mean(square, frames);
    std::vector<float> activation(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        const float level =
            std::sqrt(std::max(power[i], static_cast<float>(0.1) * all[i])) + 1e-9F;
        const float x = total[i] / level;
        activation[i] = std::clamp(x / static_cast<float>(6),
                                   static_cast<float>(0.02), 0.98F);
    }
    return activation;
}

}  // namespace beatsync::music
