#include "music/true_peak.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace beatsync::music {
namespace {

constexpr std::size_t kTaps = 12;
constexpr std::size_t kPhases = 4;
constexpr std::size_t kRun = 64;  // samples that are looked at together

using Phase = std::array<float, kTaps>;
constexpr Phase kQuarter{0.0017089843750F,  0.0109863281250F,  -0.0196533203125F, 0.0332031250000F,
                         -0.0594482421875F, 0.1373291015625F,  0.9721679687500F,  -0.1022949218750F,
                         0.0476074218750F,  -0.0266113281250F, 0.0148925781250F,  -0.0083007812500F};
constexpr Phase kHalf{-0.0291748046875F, 0.0292968750000F,  -0.0517578125000F, 0.0891113281250F,
                      -0.1665039062500F, 0.4650878906250F,  0.7797851562500F,  -0.2003173828125F,
                      0.1015625000000F,  -0.0582275390625F, 0.0330810546875F,  -0.0189208984375F};

constexpr Phase reversed(const Phase& phase) {
    Phase result{};
    for (std::size_t i = 0; i < kTaps; ++i)
        result[i] = phase[kTaps - 1 - i];
    return result;
}

constexpr std::array<Phase, kPhases> kFilter{kQuarter, kHalf, reversed(kHalf), reversed(kQuarter)};

/// The most that any phase makes of samples no larger than 1.
constexpr float largest_gain() {
    float largest = 0;
    for (const Phase& phase : kFilter) {
        float sum = 0;
        for (const float tap : phase)
            sum += tap < 0 ? -tap : tap;
        largest = std::max(largest, sum);
    }
    return largest;
}

float largest_magnitude(const float* samples, std::size_t count) {
    float largest = 0;
    for (std::size_t i = 0; i < count; ++i)
        largest = std::max(largest, std::abs(samples[i]));
    return largest;
}

}  // namespace

TruePeak::TruePeak(std::size_t channels) : history_(channels, std::vector<float>(kTaps - 1)) {}

void TruePeak::push(std::span<const float> interleaved) {
    const std::size_t channels = history_.size();
    const std::size_t frames = interleaved.size() / channels;
    for (std::size_t c = 0; c < channels; ++c) {
        std::vector<float>& samples = history_[c];
        samples.resize(kTaps - 1 + frames);
        for (std::size_t f = 0; f < frames; ++f)
            samples[kTaps - 1 + f] = interleaved[f * channels + c];
        search(samples);
        samples.erase(samples.begin(), samples.end() - (kTaps - 1));
    }
}

void TruePeak::search(std::span<const float> samples) {
    const std::size_t count = samples.size() - (kTaps - 1);
    std::array<float, kRun> between{};
    for (std::size_t begin = 0; begin < count; begin += kRun) {
        const std::size_t run = std::min(kRun, count - begin);
        const float* first = samples.data() + begin;
        // Most runs of a song can't reach its peak so far, whatever lies between their samples.
        if (largest_gain() * largest_magnitude(first, run + kTaps - 1) <= peak_) continue;
        for (const Phase& phase : kFilter) {
            between.fill(0);
            for (std::size_t t = 0; t < kTaps; ++t)
                for (std::size_t i = 0; i < run; ++i)
                    between[i] += phase[t] * first[i + t];
            peak_ = std::max(peak_, largest_magnitude(between.data(), run));
        }
    }
}

}  // namespace beatsync::music
