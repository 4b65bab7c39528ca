#include "music/onset_features.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace beatsync::music {
namespace {

constexpr double kWindowSeconds = 2048.0 / 44100;     // 2048 samples at 44.1 kHz, 372 at 8 kHz
constexpr double kFineWindowSeconds = 512.0 / 44100;  // 512 samples at 44.1 kHz, 92 at 8 kHz
constexpr double kLowestHz = 30;
constexpr double kHighestHz = 17000;
constexpr int kBandsPerOctave = 24;
constexpr int kCoarseBandsPerOctave = 12;
constexpr double kCoarseResolutionHz = 44100.0 / 2048;
constexpr std::size_t kFirstBytes = 1U << 20U;
constexpr int kFineBandsPerOctave = 3;
constexpr std::array<double, kOnsetBands> kBandEndHz{180, 2800, 1e9};
// log10(1 + gain·magnitude): the published value for magnitudes that read 512 for a full-scale sine.
constexpr float kGain = 512;
constexpr float kFineGain = 1000;

int even_samples(double seconds, int sample_rate) {
    return 2 * static_cast<int>(std::lround(seconds * sample_rate / 2));
}

void compress(std::span<float> bands, float gain) {
    for (float& band : bands)
        band = std::log10(1.0F + gain * band);
}

}  // namespace

OnsetFrontEnd::OnsetFrontEnd(int sample_rate)
    : sample_rate_(sample_rate),
      spectrum_(even_samples(kWindowSeconds, sample_rate)),
      frames_(spectrum_.window(), sample_rate_, OnsetFeatures::kFrameRate),
      filterbank_(sample_rate_, spectrum_.fft_size(), kBandsPerOctave, kLowestHz, kHighestHz),
      coarse_filterbank_(Filterbank::fixed(kCoarseResolutionHz, sample_rate_, spectrum_.fft_size(),
                                           kCoarseBandsPerOctave, kLowestHz, kHighestHz)),
      fine_spectrum_(even_samples(kFineWindowSeconds, sample_rate)),
      fine_frames_(fine_spectrum_.window(), sample_rate_, OnsetFeatures::kFineRate),
      fine_filterbank_(sample_rate_, fine_spectrum_.fft_size(), kFineBandsPerOctave, kLowestHz, kHighestHz),
      coarse_bands_(coarse_filterbank_.size()),
      bands_(filterbank_.size()),
      previous_(filterbank_.size()),
      fine_bands_(fine_filterbank_.size()),
      fine_previous_(fine_filterbank_.size()) {
    assert(coarse_bands_.size() == OnsetFeatures::kBands);
    std::size_t band = 0;
    for (std::size_t k = 0; k < kOnsetBands; ++k) {
        while (band < filterbank_.size() && filterbank_.centre_hz(band) < kBandEndHz[k])
            ++band;
        band_end_[k] = band;
    }
}

void OnsetFrontEnd::push(std::span<const float> mono) {
    pushed_ += mono.size();
    frames_.push(mono, [this](std::span<const float> window) { add_frame(window); });
    fine_frames_.push(mono, [this](std::span<const float> window) { add_fine_frame(window); });
}

OnsetFeatures OnsetFrontEnd::finish() {
    frames_.finish([this](std::span<const float> window) { add_frame(window); });
    fine_frames_.finish([this](std::span<const float> window) { add_fine_frame(window); });
    features_.seconds = static_cast<double>(pushed_) / sample_rate_;
    return std::exchange(features_, {});
}

void OnsetFrontEnd::add_frame(std::span<const float> window) {
    const auto magnitudes = spectrum_(window);
    coarse_filterbank_.apply(magnitudes, coarse_bands_);
    compress(coarse_bands_, kGain);
    auto& spectrogram = features_.spectrogram;
    // Doubled, the bytes of a long mix would take thrice their room for a moment.
    if (spectrogram.capacity() < spectrogram.size() + OnsetFeatures::kBands)
        spectrogram.reserve(spectrogram.size() + spectrogram.size() / 8 + kFirstBytes);
    for (const float band : coarse_bands_)
        spectrogram.push_back(
            static_cast<std::uint8_t>(std::min(255.0F, std::round(OnsetFeatures::kStepsADecade * band))));
    filterbank_.apply(magnitudes, bands_);
    compress(bands_, kGain);
    std::size_t band = 0;
    for (std::size_t k = 0; k < kOnsetBands; ++k) {
        float flux = 0;
        for (; band < band_end_[k]; ++band) {
            // The largest of three neighbours a frame ago: vibrato moves energy sideways, an onset adds some.
            const std::size_t left = band == 0 ? 0 : band - 1;
            const std::size_t right = std::min(band + 1, previous_.size() - 1);
            const float before = std::max({previous_[left], previous_[band], previous_[right]});
            flux += std::max(0.0F, bands_[band] - before);
        }
        features_.novelty[k].push_back(flux);
    }
    bands_.swap(previous_);
}

void OnsetFrontEnd::add_fine_frame(std::span<const float> window) {
    fine_filterbank_.apply(fine_spectrum_(window), fine_bands_);
    compress(fine_bands_, kFineGain);
    float flux = 0;
    for (std::size_t b = 0; b < fine_bands_.size(); ++b)
        flux += std::max(0.0F, fine_bands_[b] - fine_previous_[b]);
    features_.fine.push_back(flux);
    fine_bands_.swap(fine_previous_);
}

}  // namespace beatsync::music
