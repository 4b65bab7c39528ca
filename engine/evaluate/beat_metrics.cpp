#include "evaluate/beat_metrics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "evaluate/metrical_variants.h"
#include "evaluate/statistics.h"

namespace beatsync::evaluate {
namespace {

using Index = std::size_t;

/// (reference, estimated) pairs. On a line, taking the first that fits on both sides pairs as many as can be.
std::vector<std::pair<Index, Index>> paired(Seconds reference, Seconds estimated, double window) {
    std::vector<std::pair<Index, Index>> pairs;
    for (Index r = 0, e = 0; r < reference.size() && e < estimated.size();) {
        const double late = estimated[e] - reference[r];
        if (late < -window) {
            ++e;
        } else if (late > window) {
            ++r;
        } else {
            pairs.emplace_back(r++, e++);
        }
    }
    return pairs;
}

std::vector<double> intervals(Seconds beats) {
    std::vector<double> result;
    for (Index i = 1; i < beats.size(); ++i)
        result.push_back(beats[i] - beats[i - 1]);
    return result;
}

double gaussian_closeness(Seconds reference, Seconds estimated, double sigma) {
    if (reference.empty()) return 0;
    double sum = 0;
    for (const double beat : reference) {
        const double error = beat - estimated[nearest_beat(estimated, beat)];
        sum += std::exp(-error * error / (2 * sigma * sigma));
    }
    return sum / (0.5 * static_cast<double>(reference.size() + estimated.size()));
}

/// Of each reference beat, how far the estimate in its half-intervals is off, as a share of the
/// half-interval; 1 where there is none, or more than one, and for the first and last beat.
std::vector<double> relative_errors(Seconds reference, Seconds estimated) {
    std::vector<double> errors(reference.size(), 1.0);
    for (Index i = 1; i + 1 < reference.size(); ++i) {
        const double before = 0.5 * (reference[i] - reference[i - 1]);
        const double after = 0.5 * (reference[i + 1] - reference[i]);
        const auto first = std::lower_bound(estimated.begin(), estimated.end(), reference[i] - before);
        const auto last = std::lower_bound(first, estimated.end(), reference[i] + after);
        if (last - first != 1) continue;
        const double offset = *first - reference[i];
        errors[i] = offset / (offset < 0 ? before : after);
    }
    return errors;
}

double mean(Seconds values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

bool is_steady(Seconds track) {
    constexpr double kMean = 0.2;
    constexpr double kDeviation = 0.2;
    if (track.size() < 2) return false;
    double absolute = 0;
    double squares = 0;
    const double centre = mean(track);
    for (const double error : track) {
        absolute += std::abs(error);
        squares += (error - centre) * (error - centre);
    }
    const auto n = static_cast<double>(track.size());
    return absolute / n < kMean && std::sqrt(squares / (n - 1)) < kDeviation;
}

/// Beats as whole 10 ms steps since `origin`.
std::vector<long> steps(Seconds beats, double origin) {
    constexpr double kPerSecond = 100;
    std::vector<long> result;
    for (const double beat : beats)
        result.push_back(static_cast<long>((beat - origin) * kPerSecond));
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

/// Whether the estimate's time and its interval fit beat `r`. Intervals are those before, but at the
/// beginning those after.
bool fits(Seconds reference, Index r, Seconds estimated, Index e, double threshold) {
    const bool forward = e == 0 || r == 0;
    const auto interval = [forward](Seconds beats, Index i) {
        const bool last = i + 1 == beats.size();
        return forward && !last ? beats[i + 1] - beats[i] : beats[i] - beats[i - 1];
    };
    const double wanted = interval(reference, r);
    const double found = interval(estimated, e);
    const double error = std::abs(estimated[e] - reference[r]);
    if (wanted == 0) return error == 0 && found == 0 && forward;
    return error / wanted < threshold && std::abs(1 - found / wanted) < threshold;
}

/// Share of beats in the longest run, and of all, that fit.
std::pair<double, double> continuity_at(Seconds reference, Seconds estimated, double threshold) {
    if (reference.size() < 2) return {0, 0};
    std::vector<bool> taken(reference.size());
    Index run = 0;
    Index longest = 0;
    Index total = 0;
    for (Index e = 0; e < estimated.size(); ++e) {
        const Index r = nearest_beat(reference, estimated[e]);
        const bool good = !taken[r] && fits(reference, r, estimated, e, threshold);
        if (good) taken[r] = true;
        run = good ? run + 1 : 0;
        longest = std::max(longest, run);
        total += good ? 1 : 0;
    }
    const auto n = static_cast<double>(std::max(reference.size(), estimated.size()));
    return {static_cast<double>(longest) / n, static_cast<double>(total) / n};
}

/// How far `beat` is from the nearest of `beats`, in intervals. mir_eval measures one before the first
/// against the whole length, so that it counts as nearly on the beat; so do its published scores.
double phase_of(double beat, Seconds beats) {
    const Index near = nearest_beat(beats, beat);
    const double error = beat - beats[near];
    if (near == 0 && error < 0) return -error / (beats.back() - beats.front());
    const bool back = near + 1 == beats.size() || (near > 0 && error < 0);
    return error / (back ? beats[near] - beats[near - 1] : beats[near + 1] - beats[near]);
}

/// Of each beat of `from`, −0.5 to 0.5.
std::vector<double> phase_errors(Seconds to, Seconds from) {
    std::vector<double> errors;
    for (const double beat : from) {
        const double phase = phase_of(beat, to);
        errors.push_back(phase - std::floor(phase + 0.5));
    }
    return errors;
}

constexpr int kBins = 41;

double entropy(const std::vector<double>& phases) {
    std::vector<double> counts(kBins);
    for (const double phase : phases) {
        const double bin = std::floor((phase + 0.5) * kBins);
        counts[static_cast<Index>(std::clamp(bin, 0.0, kBins - 1.0))] += 1;
    }
    double sum = 0;
    for (const double count : counts) {
        const double p = count / static_cast<double>(phases.size());
        if (p > 0) sum -= p * std::log2(p);
    }
    return sum;
}

}  // namespace

std::vector<double> from_second(Seconds beats, double least) {
    std::vector<double> kept;
    std::copy_if(beats.begin(), beats.end(), std::back_inserter(kept), [&](double b) { return b >= least; });
    return kept;
}

double f_measure(Seconds reference, Seconds estimated, double window) {
    const auto hits = static_cast<double>(paired(reference, estimated, window).size());
    return hits == 0 ? 0 : 2 * hits / static_cast<double>(reference.size() + estimated.size());
}

Cemgil cemgil(Seconds reference, Seconds estimated, double sigma) {
    Cemgil result;
    if (reference.empty() || estimated.empty()) return result;
    result.score = gaussian_closeness(reference, estimated, sigma);
    for (const auto& variant : metrical_variants(reference))
        result.best_level = std::max(result.best_level, gaussian_closeness(variant, estimated, sigma));
    return result;
}

double goto_score(Seconds reference, Seconds estimated) {
    constexpr double kCorrect = 0.35;
    constexpr double kLeastShare = 0.25;
    if (reference.size() < 2 || estimated.empty()) return 0;
    const std::vector<double> errors = relative_errors(reference, estimated);
    std::vector<Index> wrong;
    for (Index i = 0; i < errors.size(); ++i)
        if (std::abs(errors[i]) > kCorrect) wrong.push_back(i);
    if (wrong.size() < 3) {  // only the ends, which are never right
        const Index length = errors.size() < 3 ? 0 : errors.size() - 3;
        return is_steady(Seconds(errors).subspan(1, length)) ? 1 : 0;
    }
    Index best = 0;
    for (Index i = 0; i + 1 < wrong.size(); ++i)
        if (wrong[i + 1] - wrong[i] > wrong[best + 1] - wrong[best]) best = i;
    const Index length = wrong[best + 1] - wrong[best];
    const double share = kLeastShare * (static_cast<double>(reference.size()) - 2);
    if (static_cast<double>(length) - 1 <= share) return 0;
    return is_steady(Seconds(errors).subspan(wrong[best], length + 1)) ? 1 : 0;
}

double p_score(Seconds reference, Seconds estimated) {
    constexpr double kWindow = 0.2;  // of the median interval
    if (reference.size() < 2 || estimated.size() < 2) return 0;
    const double origin = std::min(reference.front(), estimated.front());
    const std::vector<long> wanted = steps(reference, origin);
    const std::vector<long> found = steps(estimated, origin);
    std::vector<double> gaps;
    for (Index i = 1; i < wanted.size(); ++i)
        gaps.push_back(static_cast<double>(wanted[i] - wanted[i - 1]));
    const long window = std::lrint(kWindow * median(std::move(gaps)));
    double sum = 0;
    for (const long step : wanted) {
        const auto first = std::lower_bound(found.begin(), found.end(), step - window);
        sum += static_cast<double>(std::upper_bound(first, found.end(), step + window) - first);
    }
    return sum / static_cast<double>(std::max(reference.size(), estimated.size()));
}

Continuity continuity(Seconds reference, Seconds estimated, double threshold) {
    Continuity result;
    if (reference.size() < 2 || estimated.size() < 2) return result;
    const auto variants = metrical_variants(reference);
    for (const auto& variant : variants) {
        const auto [run, total] = continuity_at(variant, estimated, threshold);
        if (&variant == &variants.front()) {
            result.cml_c = run;
            result.cml_t = total;
        }
        result.aml_c = std::max(result.aml_c, run);
        result.aml_t = std::max(result.aml_t, total);
    }
    return result;
}

double information_gain(Seconds reference, Seconds estimated) {
    if (reference.size() < 2 || estimated.size() < 2) return 0;
    const double worst =
        std::max(entropy(phase_errors(reference, estimated)), entropy(phase_errors(estimated, reference)));
    const double flat = std::log2(kBins);
    return (flat - worst) / flat;
}

TempoAccuracy tempo_accuracy(double reference_bpm, double estimated_bpm) {
    constexpr double kTolerance = 0.04;
    if (reference_bpm <= 0 || estimated_bpm <= 0) return {};
    const auto right = [&](double factor) {
        const double wanted = reference_bpm * factor;
        return std::abs(estimated_bpm - wanted) <= kTolerance * wanted;
    };
    const bool acc1 = right(1);
    return {acc1, acc1 || right(2) || right(3) || right(1.0 / 2) || right(1.0 / 3)};
}

double median_tempo_bpm(Seconds beats) {
    const double interval = median(intervals(beats));
    return interval > 0 ? 60 / interval : 0;
}

std::vector<double> offsets(Seconds reference, Seconds estimated, double window) {
    std::vector<double> result;
    for (const auto& [r, e] : paired(reference, estimated, window))
        result.push_back(estimated[e] - reference[r]);
    return result;
}

std::optional<double> median_offset(Seconds reference, Seconds estimated, double window) {
    std::vector<double> all = offsets(reference, estimated, window);
    if (all.empty()) return std::nullopt;
    return median(std::move(all));
}

double tempo_of(const Beats& beats) {
    return beats.tempo_bpm.value_or(median_tempo_bpm(beats.times));
}

BeatScores score_beats(const Beats& reference, const Beats& estimated, double skip) {
    const std::vector<double> wanted = from_second(reference.times, skip);
    const std::vector<double> found = from_second(estimated.times, skip);
    BeatScores scores;
    scores.f = f_measure(wanted, found);
    scores.cemgil = cemgil(wanted, found);
    scores.goto_score = goto_score(wanted, found);
    scores.p_score = p_score(wanted, found);
    scores.continuity = continuity(wanted, found);
    scores.information_gain = information_gain(wanted, found);
    if (tempo_of(reference) > 0) scores.tempo = tempo_accuracy(tempo_of(reference), tempo_of(estimated));
    const std::vector<double> bars = from_second(reference.downbeats, skip);
    if (!bars.empty() && !estimated.downbeats.empty())
        scores.downbeat_f = f_measure(bars, from_second(estimated.downbeats, skip));
    scores.offset_s = median_offset(wanted, found);
    return scores;
}

}  // namespace beatsync::evaluate
