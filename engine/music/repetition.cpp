#include "music/repetition.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace beatsync::music {
namespace {

constexpr std::size_t kSteps = 12;  // of a beat: divisible by two, three and four
constexpr std::size_t kPatternSize = kSteps * kOnsetBands;
using Pattern = std::array<float, kPatternSize>;

std::array<float, kOnsetBands> mean_novelty(const OnsetFeatures& features) {
    std::array<float, kOnsetBands> means{};
    for (std::size_t k = 0; k < kOnsetBands; ++k) {
        double sum = 0;
        for (const float x : features.novelty[k])
            sum += static_cast<double>(x);
        means[k] = static_cast<float>(sum / static_cast<double>(features.novelty[k].size())) + 1e-9F;
    }
    return means;
}

/// The novelty of a beat at twelfths of its length, which frees it from the tempo; mean 0, length 1.
Pattern pattern_of(const OnsetFeatures& features, const std::array<float, kOnsetBands>& means, int begin,
                   int end) {
    Pattern pattern{};
    const auto length = static_cast<std::size_t>(end - begin);
    for (std::size_t k = 0; k < kOnsetBands; ++k) {
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t step = (i * kSteps + kSteps / 2) / length % kSteps;
            float& value = pattern[k * kSteps + step];
            value = std::max(value, features.novelty[k][static_cast<std::size_t>(begin) + i] / means[k]);
        }
    }
    float sum = 0;
    for (const float x : pattern)
        sum += x;
    float square = 0;
    for (float& x : pattern) {
        x -= sum / kPatternSize;
        square += x * x;
    }
    for (float& x : pattern)
        x /= std::sqrt(square + 1e-12F);
    return pattern;
}

}  // namespace

Repetition::Repetition(std::span<const int> frames, const OnsetFeatures& features) {
    const auto means = mean_novelty(features);
    std::vector<Pattern> patterns;
    for (std::size_t b = 0; b + 1 < frames.size(); ++b)
        patterns.push_back(pattern_of(features, means, frames[b], frames[b + 1]));
    for (std::size_t lag = 1; lag <= after_.size(); ++lag) {
        double sum = 0;
        for (std::size_t b = 0; b + lag < patterns.size(); ++b)
            for (std::size_t i = 0; i < kPatternSize; ++i)
                sum += static_cast<double>(patterns[b][i] * patterns[b + lag][i]);
        if (patterns.size() > lag) after_[lag - 1] = sum / static_cast<double>(patterns.size() - lag);
    }
}

double Repetition::strongest() const {
    return *std::ranges::max_element(after_);
}

double Repetition::triple_over_duple() const {
    return after(3) - std::max(after(2), after(4));
}

}  // namespace beatsync::music
