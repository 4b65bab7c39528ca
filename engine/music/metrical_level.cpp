#include "music/metrical_level.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "music/bar_pointer.h"
#include "music/straighten.h"

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
    kBass,        // low, in the quarter from the beat against that from halfway: bass notes speak late
    kActivation,  // mean log-activation at the beats
    kTriplets,    // novelty at thirds of the beat against its half
    kSwing,       // off-beats that swing come late, never early
    kChange,      // harmony changes on the beats, not between them
    kThird,       // 1 where the decoder would be off by a third of a beat, which is rare
    kEvidence
};
// From a softmax regression on ../shared/data/beats: the middle of a region of weights that all do well
// there.
constexpr std::array<double, kEvidence> kWeights{-1.6, 0.15, 0.4, 0.25, 1.3, -0.8, 0.55, 1, -0.65};
// A decoder that follows the accents may sit on the off-beats, or, where these swing, a third away.
constexpr std::array<double, 4> kPhases{0, 1.0 / 3, 1.0 / 2, 2.0 / 3};

/// The beats later by a part of a beat, as far as they lie in [0, end) and no further than a beat outside.
std::vector<int> shifted(const std::vector<int>& frames, double phase, int end) {
    if (phase == 0) return frames;
    std::vector<int> result;
    const auto add = [&](int from, int length) {
        const auto at = static_cast<int>(std::lround(from + phase * length));
        if (at >= 0 && at < end) result.push_back(at);
    };
    const int first = frames[1] - frames[0];
    add(frames[0] - first, first);
    for (std::size_t b = 1; b < frames.size(); ++b)
        add(frames[b - 1], frames[b] - frames[b - 1]);
    add(frames.back(), frames.back() - frames[frames.size() - 2]);
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

    [[nodiscard]] LevelCandidate judge(std::vector<int> frames, double phase) const {
        LevelCandidate candidate;
        candidate.repetition = Repetition(frames, features_);
        for (const int f : frames)
            candidate.activation += around(activation_, f);
        candidate.activation /= static_cast<double>(frames.size());
        auto evidence = gather(frames);
        evidence[kThird] = phase == 0 || phase == 0.5 ? 0 : 1;
        for (std::size_t e = 0; e < kEvidence; ++e)
            candidate.log_odds += kWeights[e] * evidence[e];
        candidate.frames = std::move(frames);
        return candidate;
    }

private:
    [[nodiscard]] std::array<double, kEvidence> gather(std::span<const int> frames) const {
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
    [[nodiscard]] double bass_on_over_off(std::span<const int> frames) const {
        double on = 0;
        double off = 0;
        for (const double phase : {0.0, 0.08, 0.16, 0.25}) {
            on += at(kLow, frames, phase);
            off += at(kLow, frames, phase + 0.5);
        }
        return std::log((on + 0.4) / (off + 0.4));
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
        if (auto straight = straightened(frames); straight.size() >= 4) frames = std::move(straight);
        for (const double phase : kPhases)
            candidates.push_back(
                judge.judge(shifted(frames, phase, static_cast<int>(activation.size())), phase));
    }
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &LevelCandidate::log_odds);
    set_probabilities(candidates);
    return candidates;
}

}  // namespace beatsync::music
