#include "music/hypotheses.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>

#include "music/bar_pointer.h"
#include "music/nearby.h"
#include "music/same_beats.h"

namespace beatsync::music {
namespace {

struct PeriodRange {
    int min = 0;
    int max = 0;
};
// Overlapping octaves (in frames a beat at 100 a second), and all of them for songs that leave theirs.
constexpr std::array<PeriodRange, 5> kRanges{{{25, 50}, {36, 72}, {55, 110}, {80, 150}, {28, 109}}};
constexpr double kFrameRate = 100;
constexpr int kSlack = 3;  // frames around a beat in which its activation may stand
// From a grid of weights on 55 annotated excerpts (drummers, game music) and 150 synthetic songs that the
// network has not learned from: the middle of a region that does well on each of the three.
constexpr std::array<double, kHypothesisEvidence> kWeights{9, 1, -0.7, 1};

double around(std::span<const float> values, int frame) {
    return static_cast<double>(largest_around(values, frame, kSlack));
}

/// Log-probability of a tempo: the best of the class that it falls in and its neighbours.
double log_tempo(const BeatActivations& activations, double bpm) {
    const auto at = static_cast<long>(std::floor(std::log2(bpm / BeatActivations::kSlowestBpm) /
                                                 BeatActivations::kOctaves * BeatActivations::kTempoClasses));
    float best = 1e-3F;
    for (long c = at - 1; c <= at + 1; ++c)
        if (c >= 0 && c < static_cast<long>(BeatActivations::kTempoClasses))
            best = std::max(best, activations.tempo[static_cast<std::size_t>(c)]);
    return std::log(static_cast<double>(best));
}

Hypothesis weigh(std::vector<int> beats_at, const BeatActivations& activations) {
    Hypothesis h{.frames = std::move(beats_at)};
    const auto& frames = h.frames;
    const double beats = static_cast<double>(frames.size());
    const double bpm = 60 * kFrameRate * (beats - 1) / (frames.back() - frames.front());
    double sum = 0;
    for (const int frame : frames)
        sum += std::log(std::max(1e-3, around(activations.beat, frame)));
    h.activation = std::exp(sum / beats);
    h.evidence[kLikelihood] =
        log_likelihood(activations.beat, frames, BeatModel{}) / static_cast<double>(activations.beat.size());
    h.evidence[kTempoHead] = log_tempo(activations, bpm);
    h.evidence[kFarTempo] = std::pow(std::log2(bpm / 120), 2);
    return h;
}

}  // namespace

std::vector<float> downbeat_log_odds(const std::vector<int>& frames, const BeatActivations& activations) {
    std::vector<float> log_odds;
    for (const int frame : frames) {
        const double downbeat = std::clamp(around(activations.downbeat, frame), 0.005, 0.99);
        const double other = std::clamp(around(activations.beat, frame) - downbeat, 0.005, 0.99);
        log_odds.push_back(static_cast<float>(std::log(downbeat / other)));
    }
    return log_odds;
}

std::vector<Hypothesis> rank_hypotheses(const BeatActivations& activations,
                                        const std::vector<int>& classical) {
    std::vector<Hypothesis> all;
    for (const PeriodRange range : kRanges) {
        const BeatModel model{.min_period = range.min, .max_period = range.max};
        const auto decoded = decode_beats(activations.beat, model);
        if (decoded.frames.size() >= 4) all.push_back(weigh(decoded.frames, activations));
    }
    if (classical.size() >= 4) all.push_back(weigh(classical, activations));
    for (Hypothesis& h : all)
        h.evidence[kClassical] = same_beats(h.frames, classical) ? 1 : 0;
    if (all.empty()) return all;
    double likeliest = all.front().evidence[kLikelihood];
    for (const Hypothesis& h : all)
        likeliest = std::max(likeliest, h.evidence[kLikelihood]);
    for (Hypothesis& h : all) {
        h.evidence[kLikelihood] -= likeliest;
        for (std::size_t e = 0; e < kHypothesisEvidence; ++e)
            h.log_odds += kWeights[e] * h.evidence[e];
    }
    std::ranges::stable_sort(all, std::ranges::greater{}, &Hypothesis::log_odds);
    share_probability(all);
    return all;
}

}  // namespace beatsync::music
