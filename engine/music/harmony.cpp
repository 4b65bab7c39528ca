#include "music/harmony.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace beatsync::music {
namespace {

constexpr double kWindowSeconds = 8192.0 / 44100;  // 8192 samples at 44.1 kHz, 1486 at 8 kHz
constexpr double kLowestNoteHz = 110;              // below, semitones are closer than two bins
constexpr double kHighestNoteHz = 1760;
constexpr double kLowestColourHz = 40;
constexpr double kHighestColourHz = 16000;
constexpr float kGain = 1000;

int even_samples(double seconds, int sample_rate) {
    return 2 * static_cast<int>(std::lround(seconds * sample_rate / 2));
}

template <std::size_t N>
void scale_to_unit_length(std::array<float, N>& vector) {
    float square = 0;
    for (const float x : vector)
        square += x * x;
    if (square <= 0) return;
    for (float& x : vector)
        x /= std::sqrt(square);
}

}  // namespace

Harmony::Harmony(int sample_rate)
    : bin_hz_(sample_rate),
      spectrum_(even_samples(kWindowSeconds, sample_rate)),
      frames_(spectrum_.window(), sample_rate, kFrameRate),
      notes_(sample_rate, spectrum_.fft_size(), 24, kLowestNoteHz, kHighestNoteHz),
      colours_(sample_rate, spectrum_.fft_size(), 1, kLowestColourHz, kHighestColourHz),
      note_bands_(notes_.size()),
      colour_bands_(colours_.size()) {
    bin_hz_ /= spectrum_.fft_size();
    for (std::size_t b = 0; b < notes_.size(); ++b) {
        const auto semitones = std::lround(12 * std::log2(notes_.centre_hz(b) / kLowestNoteHz));
        pitch_class_.push_back(static_cast<std::size_t>(semitones) % HarmonyFrame::kPitchClasses);
    }
}

void Harmony::push(std::span<const float> mono) {
    frames_.push(mono, [this](std::span<const float> window) { add_frame(window); });
}

std::vector<HarmonyFrame> Harmony::finish() {
    frames_.finish([this](std::span<const float> window) { add_frame(window); });
    return std::exchange(result_, {});
}

void Harmony::add_frame(std::span<const float> window) {
    const auto magnitudes = spectrum_(window);
    notes_.apply(magnitudes, note_bands_);
    colours_.apply(magnitudes, colour_bands_);
    HarmonyFrame frame;
    for (std::size_t b = 0; b < note_bands_.size(); ++b)
        frame.chroma[pitch_class_[b]] += std::log1p(kGain * note_bands_[b]);
    // What all pitch classes share is noise (drums), not harmony.
    const float floor = std::ranges::min(frame.chroma);
    for (float& c : frame.chroma)
        c -= floor;
    const std::size_t colours = std::min(colour_bands_.size(), HarmonyFrame::kColours);
    for (std::size_t b = 0; b < colours; ++b)
        frame.colour[b] = std::log1p(kGain * colour_bands_[b]);
    measure_brightness(magnitudes, frame);
    result_.push_back(frame);
}

void Harmony::measure_brightness(std::span<const float> magnitudes, HarmonyFrame& frame) const {
    const auto first = static_cast<std::size_t>(std::ceil(kLowestColourHz / bin_hz_));
    const auto past =
        std::min(magnitudes.size(), static_cast<std::size_t>(std::floor(kHighestColourHz / bin_hz_)) + 1);
    double sum = 0;
    double weighted = 0;
    for (std::size_t k = first; k < past; ++k) {
        sum += static_cast<double>(magnitudes[k]);
        weighted += static_cast<double>(magnitudes[k]) * static_cast<double>(k);
    }
    if (sum <= 0) return;
    frame.magnitude = static_cast<float>(sum);
    frame.centroid_hz = static_cast<float>(weighted / sum * bin_hz_);
}

HarmonyFrame mean_harmony(std::span<const HarmonyFrame> frames, double begin_seconds, double end_seconds) {
    HarmonyFrame mean;
    if (frames.empty()) return mean;
    const auto index = [&](double seconds) {
        const double frame = std::ceil(seconds * Harmony::kFrameRate);
        return static_cast<std::size_t>(std::clamp(frame, 0.0, static_cast<double>(frames.size())));
    };
    const std::size_t begin = std::min(index(begin_seconds), frames.size() - 1);
    const std::size_t end = std::max(index(end_seconds), begin + 1);
    for (std::size_t f = begin; f < end; ++f) {
        for (std::size_t i = 0; i < mean.chroma.size(); ++i)
            mean.chroma[i] += frames[f].chroma[i];
        for (std::size_t i = 0; i < mean.colour.size(); ++i)
            mean.colour[i] += frames[f].colour[i];
    }
    scale_to_unit_length(mean.chroma);
    scale_to_unit_length(mean.colour);
    return mean;
}

float cosine_distance(std::span<const float> a, std::span<const float> b) {
    assert(a.size() == b.size());
    float dot = 0;
    float aa = 0;
    float bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        dot += a[i] * b[i];
        aa += a[i] * a[i];
        bb += b[i] * b[i];
    }
    if (aa <= 0 || bb <= 0) return aa == bb ? 0.0F : 1.0F;
    return 1 - dot / std::sqrt(aa * bb);
}

float harmony_change(std::span<const HarmonyFrame> harmony, double at, double length) {
    return cosine_distance(mean_harmony(harmony, at - length, at).chroma,
                           mean_harmony(harmony, at, at + length).chroma);
}

}  // namespace beatsync::music
