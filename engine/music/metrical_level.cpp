#include "music/metrical_level.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "music/bar_pointer.h"

namespace beatsync::music {
namespace {

struct PeriodRange {
    int min = 0;
    int max = 0;
};
// Overlapping octaves (in frames a beat at 100 a second), and all of them for songs that leave theirs.
constexpr std::array<PeriodRange, 4> kRanges{{{25, 50}, {36, 72}, {55, 110}, {28, 109}}};

/// What speaks for a candidate; ratios are logarithmic, 0 where there is no difference.
enum Evidence : std::size_t {
    kTempo,       // squared octaves from 120 bpm
    kKick,        // low novelty on the beats against halfway between
    kSnare,       // middle
    kHat,         // high
    kActivation,  // mean log-activation at the beats
    kTriplets,    // novelty at thirds of the beat against its half
    kRepeats,     // the rhythm repeats after 1, 2 or 4 beats
    kTriple,      // it repeats better after 3
    kChange,      // harmony changes on the beats, not between them
    kEvidence
};
// A softmax regression on every second file of ../shared/data/beats, rounded.
constexpr std::array<double, kEvidence> kWeights{-1.5, 0.35, 0.2, 0.05, 1.35, -0.75, 0.4, -0.7, 1.05};

std::vector<int> shifted_by_half(const std::vector<int>& frames) {
    std::vector<int> result;
    for (std::size_t b = 1; b < frames.size(); ++b)
        result.push_back((frames[b - 1] + frames[b]) / 2);
    return result;
}

/// Largest value within ±2 frames.
double around(std::span<const float> values, double frame) {
    const long centre = std::lround(frame);
    const long end = std::min(centre + 3, static_cast<long>(values.size()));
    float largest = 0;
    for (long i = std::max(centre - 2, 0L); i < end; ++i)
        largest = std::max(largest, values[static_cast<std::size_t>(i)]);
    return static_cast<double>(largest);
}

/// Mean novelty at a phase of the beat, relative to the mean over the song.
double mean_at(std::span<const float> novelty, double mean, std::span<const int> frames, double phase) {
    double sum = 0;
    for (std::size_t b = 0; b + 1 < frames.size(); ++b)
        sum += around(novelty, frames[b] + phase * (frames[b + 1] - frames[b]));
    return sum / mean / static_cast<double>(frames.size() - 1);
}

class Judge {
public:
    Judge(const OnsetFeatures& features, std::span<const float> activation,
          std::span<const HarmonyFrame> harmony)
        : features_(features), activation_(activation), harmony_(harmony) {
        for (std::size_t k = 0; k < kOnsetBands; ++k) {
            double sum = 0;
            for (const float x : features.novelty[k])
                sum += static_cast<double>(x);
            mean_[k] = std::max(1e-9, sum / static_cast<double>(features.novelty[k].size()));
        }
    }

    [[nodiscard]] LevelCandidate judge(std::vector<int> frames) const {
        LevelCandidate candidate;
        candidate.repetition = Repetition(frames, features_);
        for (const int f : frames)
            candidate.activation += around(activation_, f);
        candidate.activation /= static_cast<double>(frames.size());
        const auto evidence = gather(frames, candidate.repetition);
        for (std::size_t e = 0; e < kEvidence; ++e)
            candidate.log_odds += kWeights[e] * evidence[e];
        candidate.frames = std::move(frames);
        return candidate;
    }

private:
    [[nodiscard]] std::array<double, kEvidence> gather(std::span<const int> frames,
                                                       const Repetition& repetition) const {
        const double beats = static_cast<double>(frames.size() - 1);
        const double bpm = 60 * OnsetFeatures::kFrameRate * beats / (frames.back() - frames.front());
        double log_activation = 0;
        for (const int f : frames)
            log_activation += std::log(around(activation_, f) + 1e-3);
        double half = 0;
        double third = 0;
        for (const OnsetBand band : {kLow, kMid, kHigh}) {
            half += at(band, frames, 0.5);
            third += 0.5 * (at(band, frames, 1.0 / 3) + at(band, frames, 2.0 / 3));
        }
        std::array<double, kEvidence> e{};
        e[kTempo] = std::pow(std::log2(bpm / 120), 2);
        e[kKick] = on_over_off(kLow, frames);
        e[kSnare] = on_over_off(kMid, frames);
        e[kHat] = on_over_off(kHigh, frames);
        e[kActivation] = log_activation / static_cast<double>(frames.size());
        e[kTriplets] = std::log((third + 0.3) / (half + 0.3));
        e[kRepeats] = std::max({repetition.after(1), repetition.after(2), repetition.after(4)});
        e[kTriple] = repetition.triple_over_duple();
        e[kChange] = std::log((mean_change(frames, 0) + 0.01) / (mean_change(frames, 0.5) + 0.01));
        return e;
    }

    [[nodiscard]] double at(OnsetBand band, std::span<const int> frames, double phase) const {
        return mean_at(features_.novelty[band], mean_[band], frames, phase);
    }
    /// Mean change of harmony at a phase of the beat, from the beat before to the beat after.
    [[nodiscard]] double mean_change(std::span<const int> frames, double phase) const {
        double sum = 0;
        for (std::size_t b = 0; b + 1 < frames.size(); ++b) {
            const double period = (frames[b + 1] - frames[b]) / OnsetFeatures::kFrameRate;
            const double at = frames[b] / OnsetFeatures::kFrameRate + phase * period;
            sum += static_cast<double>(harmony_change(harmony_, at, period));
        }
        return sum / static_cast<double>(frames.size() - 1);
    }

    [[nodiscard]] double on_over_off(OnsetBand band, std::span<const int> frames) const {
        return std::log((at(band, frames, 0) + 0.1) / (at(band, frames, 0.5) + 0.1));
    }

    const OnsetFeatures& features_;
    std::span<const float> activation_;
    std::span<const HarmonyFrame> harmony_;
    std::array<double, kOnsetBands> mean_{};
};

/// Whether nine of ten beats of each are within 50 ms of one of the other.
bool same_beats(const std::vector<int>& a, const std::vector<int>& b) {
    const auto covered = [](const std::vector<int>& these, const std::vector<int>& those) {
        std::size_t near = 0;
        for (const int frame : these) {
            const auto next = std::ranges::lower_bound(those, frame - 5);
            if (next != those.end() && *next <= frame + 5) ++near;
        }
        return 10 * near >= 9 * these.size();
    };
    return covered(a, b) && covered(b, a);
}

void set_probabilities(std::vector<LevelCandidate>& candidates) {
    double total = 0;
    for (const LevelCandidate& c : candidates)
        total += std::exp(c.log_odds - candidates.front().log_odds);
    for (LevelCandidate& c : candidates)
        for (const LevelCandidate& other : candidates)
            if (same_beats(c.frames, other.frames))
                c.probability += std::exp(other.log_odds - candidates.front().log_odds) / total;
}

}  // namespace

std::vector<LevelCandidate> rank_levels(const OnsetFeatures& features, std::span<const float> activation,
                                        std::span<const HarmonyFrame> harmony) {
    std::vector<LevelCandidate> candidates;
    const Judge judge(features, activation, harmony);
    for (const PeriodRange range : kRanges) {
        const BeatModel model{.min_period = range.min, .max_period = range.max};
        auto frames = decode_beats(activation, model).frames;
        if (frames.size() < 4) continue;
        auto shifted = shifted_by_half(frames);
        candidates.push_back(judge.judge(std::move(frames)));
        candidates.push_back(judge.judge(std::move(shifted)));
    }
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &LevelCandidate::log_odds);
    set_probabilities(candidates);
    return candidates;
}

}  // namespace beatsync::music
