#include "music/level_judge.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "music/nearby.h"

namespace beatsync::music {
namespace {

constexpr long kSlack = 2;  // frames around a moment in which an onset counts as there

/// What speaks for a candidate; ratios are logarithmic, 0 where there is no difference.
enum Evidence : std::size_t {
    kTempo,       // squared octaves from 120 bpm
    kKick,        // low novelty on the beats against halfway between
    kSnare,       // middle
    kBass,        // low, in the quarter from the beat against that from halfway: bass notes speak late
    kActivation,  // mean log-activation at the beats
    kTriplets,    // novelty at thirds of the beat against its half
    kSwing,       // off-beats that swing come late, never early
    kChange,      // harmony changes on the beats, not between them
    kEvidence
};
// From a softmax regression on 64 annotated excerpts (drummers, game music, electronic): the middle of a
// region of weights that all do well there.
constexpr std::array<double, kEvidence> kWeights{-1.6, 0.15, 0.4, 0.25, 1.3, -0.8, 0.55, 1};
double around(std::span<const float> values, double frame) {
    return static_cast<double>(largest_around(values, frame, kSlack));
}

/// Mean novelty at a phase of the beat, relative to the mean over the song.
double mean_at(std::span<const float> novelty, double mean, std::span<const int> frames, double phase) {
    double sum = 0;
    for (std::size_t b = 0; b + 1 < frames.size(); ++b)
        sum += around(novelty, frames[b] + phase * (frames[b + 1] - frames[b]));
    return sum / mean / static_cast<double>(frames.size() - 1);
}

}  // namespace

LevelJudge::LevelJudge(const OnsetFeatures& features, std::span<const float> activation,
                       std::span<const HarmonyFrame> harmony)
    : features_(features), activation_(activation), harmony_(harmony) {
    for (std::size_t k = 0; k < kOnsetBands; ++k) {
        double sum = 0;
        for (const float x : features.novelty[k])
            sum += static_cast<double>(x);
        mean_[k] = std::max(1e-9, sum / static_cast<double>(features.novelty[k].size()));
    }
}

double LevelJudge::log_odds(std::span<const int> frames) const {
    const double beats = static_cast<double>(frames.size() - 1);
    const double bpm = 60 * OnsetFeatures::kFrameRate * beats / (frames.back() - frames.front());
    double log_activation = 0;
    for (const int f : frames)
        log_activation += std::log(around(activation_, f) + 1e-3);
    double early = 0;
    double half = 0;
    double late = 0;
    for (const OnsetBand band : {kLow, kMid, kHigh}) {
        early += at(band, frames, 1.0 / 3);
        half += at(band, frames, 0.5);
        late += at(band, frames, 2.0 / 3);
    }
    const auto over_half = [&](double novelty) { return std::log((novelty + 0.3) / (half + 0.3)); };
    std::array<double, kEvidence> e{};
    e[kTempo] = std::pow(std::log2(bpm / 120), 2);
    e[kKick] = on_over_off(kLow, frames);
    e[kSnare] = on_over_off(kMid, frames);
    e[kActivation] = log_activation / static_cast<double>(frames.size());
    e[kTriplets] = over_half((early + late) / 2);
    e[kChange] = std::log((mean_change(frames, 0) + 0.01) / (mean_change(frames, 0.5) + 0.01));
    e[kBass] = bass_on_over_off(frames);
    e[kSwing] = std::max(0.0, over_half(late)) - std::max(0.0, over_half(early));
    double sum = 0;
    for (std::size_t k = 0; k < kEvidence; ++k)
        sum += kWeights[k] * e[k];
    return sum;
}

double LevelJudge::mean_activation(std::span<const int> frames) const {
    double sum = 0;
    for (const int f : frames)
        sum += around(activation_, f);
    return sum / static_cast<double>(frames.size());
}

double LevelJudge::at(OnsetBand band, std::span<const int> frames, double phase) const {
    return mean_at(features_.novelty[band], mean_[band], frames, phase);
}

/// Mean change of harmony at a phase of the beat, from the beat before to the beat after.
double LevelJudge::mean_change(std::span<const int> frames, double phase) const {
    double sum = 0;
    for (std::size_t b = 0; b + 1 < frames.size(); ++b) {
        const double period = (frames[b + 1] - frames[b]) / OnsetFeatures::kFrameRate;
        const double at = frames[b] / OnsetFeatures::kFrameRate + phase * period;
        sum += static_cast<double>(harmony_change(harmony_, at, period));
    }
    return sum / static_cast<double>(frames.size() - 1);
}

double LevelJudge::on_over_off(OnsetBand band, std::span<const int> frames) const {
    return std::log((at(band, frames, 0) + 0.1) / (at(band, frames, 0.5) + 0.1));
}

double LevelJudge::bass_on_over_off(std::span<const int> frames) const {
    double on = 0;
    double off = 0;
    for (const double phase : {0.0, 0.08, 0.16, 0.25}) {
        on += at(kLow, frames, phase);
        off += at(kLow, frames, phase + 0.5);
    }
    return std::log((on + 0.4) / (off + 0.4));
}

}  // namespace beatsync::music
