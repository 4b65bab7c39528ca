#include "evaluate/shot_metrics.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

namespace beatsync::evaluate {
namespace {

constexpr std::int64_t kBoundariesOfAFade = 2;

std::int64_t nearest_frame(const std::vector<double>& times, double at) {
    const auto after = std::lower_bound(times.begin(), times.end(), at);
    if (after == times.begin()) return 0;
    const auto index = after - times.begin();
    if (after == times.end()) return index - 1;
    return at - *(after - 1) < *after - at ? index - 1 : index;
}

double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

double harmonic_mean(double a, double b) {
    return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

bool within(const FrameSpan& span, std::int64_t frame, std::int64_t tolerance) {
    return span.first - tolerance <= frame && frame <= span.last + tolerance;
}

/// Pairs frames with cuts and takes them away.
void pair_cuts(const ShotTruth& truth, std::int64_t tolerance, std::set<std::int64_t>& frames,
               ShotCounts& counts) {
    std::vector<std::tuple<std::int64_t, std::int64_t, std::int64_t>> pairs;
    for (const std::int64_t frame : frames)
        for (const std::int64_t cut : truth.cuts)
            if (std::abs(frame - cut) <= tolerance) pairs.emplace_back(std::abs(frame - cut), frame, cut);
    std::sort(pairs.begin(), pairs.end());
    std::set<std::int64_t> found;
    for (const auto& [distance, frame, cut] : pairs) {
        if (!frames.contains(frame) || !found.insert(cut).second) continue;
        frames.erase(frame);
        ++counts.cuts_found;
        counts.cuts_exact += distance == 0 ? 1 : 0;
    }
}

}  // namespace

ShotCounts& ShotCounts::operator+=(const ShotCounts& other) {
    cuts += other.cuts;
    cuts_found += other.cuts_found;
    cuts_exact += other.cuts_exact;
    transitions += other.transitions;
    transitions_found += other.transitions_found;
    false_alarms += other.false_alarms;
    repeats += other.repeats;
    return *this;
}

ShotCounts count_shots(const ShotTruth& truth, std::span<const double> boundaries, std::int64_t tolerance) {
    ShotCounts counts;
    counts.cuts = static_cast<std::int64_t>(truth.cuts.size());
    counts.transitions = static_cast<std::int64_t>(truth.transitions.size());
    std::set<std::int64_t> frames;
    for (const double at : boundaries)
        frames.insert(nearest_frame(truth.frame_times, at));
    pair_cuts(truth, tolerance, frames, counts);

    std::map<std::size_t, std::int64_t> in_transition;
    for (const std::int64_t frame : frames) {
        std::optional<std::size_t> least;
        for (std::size_t i = 0; i < truth.transitions.size(); ++i) {
            if (!within(truth.transitions[i].frames, frame, tolerance)) continue;
            if (!least || in_transition[i] < in_transition[*least]) least = i;
        }
        if (least) {
            const std::int64_t most = truth.transitions[*least].fade ? kBoundariesOfAFade : 1;
            const std::int64_t count = ++in_transition[*least];
            counts.transitions_found += count == 1 ? 1 : 0;
            counts.repeats += count > most ? 1 : 0;
        } else if (std::none_of(truth.ignored.begin(), truth.ignored.end(),
                                [&](const FrameSpan& span) { return within(span, frame, 0); })) {
            ++counts.false_alarms;
        }
    }
    return counts;
}

ShotScores scores_of(const ShotCounts& c) {
    ShotScores scores;
    const std::int64_t found = c.cuts_found + c.transitions_found;
    scores.precision = ratio(found, found + c.false_alarms + c.repeats);
    scores.recall = ratio(found, c.cuts + c.transitions);
    scores.f1 = harmonic_mean(scores.precision, scores.recall);
    scores.cut_precision = ratio(c.cuts_found, c.cuts_found + c.false_alarms);
    scores.cut_recall = ratio(c.cuts_found, c.cuts);
    scores.cut_f1 = harmonic_mean(scores.cut_precision, scores.cut_recall);
    if (c.transitions > 0) scores.gradual_recall = ratio(c.transitions_found, c.transitions);
    return scores;
}

}  // namespace beatsync::evaluate
