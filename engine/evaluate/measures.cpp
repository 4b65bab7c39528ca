#include "evaluate/measures.h"

#include <algorithm>
#include <array>
#include <vector>

#include "evaluate/statistics.h"

namespace beatsync::evaluate {
namespace {

constexpr std::array<MeasureInfo, kMeasures> kAll{{
    {Measure::f, "f_measure", "F", "beats found within 70 ms, F-measure"},
    {Measure::cemgil, "cemgil", "Cemgil", "closeness by a Gaussian of 40 ms"},
    {Measure::cemgil_best, "cemgil_best_level", "CemgilB", "the same at the best of five metrical levels"},
    {Measure::goto_score, "goto", "Goto", "a quarter of the song or more tracked without a break"},
    {Measure::p_score, "p_score", "P", "correlation of both trains of beats within a fifth of a beat"},
    {Measure::cml_c, "cml_c", "CMLc", "longest unbroken run at the annotated level"},
    {Measure::cml_t, "cml_t", "CMLt", "all that is right in time and period at the annotated level"},
    {Measure::aml_c, "aml_c", "AMLc", "longest unbroken run at any allowed level"},
    {Measure::aml_t, "aml_t", "AMLt", "all that is right in time and period at any allowed level"},
    {Measure::information_gain, "information_gain", "InfGain", "how peaked the errors are, by entropy"},
    {Measure::downbeat_f, "downbeat_f_measure", "DownF", "downbeats found within 70 ms, F-measure"},
    {Measure::acc1, "tempo_acc1", "Acc1", "tempo within 4 %"},
    {Measure::acc2, "tempo_acc2", "Acc2", "tempo within 4 %, also twice, three times, half or a third"},
    {Measure::offset, "offset_ms", "offset", "median of found minus annotated time, ms; negative is early",
     false},
    {Measure::spread, "offset_spread_ms", "spread", "interquartile range of these, ms", false},
}};

double milliseconds(double seconds) {
    return seconds * 1000;
}

std::optional<double> spread_of(std::vector<double> offsets) {
    if (offsets.empty()) return std::nullopt;
    std::sort(offsets.begin(), offsets.end());
    return milliseconds(quantile_of_sorted(offsets, 0.75) - quantile_of_sorted(offsets, 0.25));
}

std::optional<double> tempo_score(const FileResult& result, bool TempoAccuracy::*which) {
    if (!result.scores.tempo) return std::nullopt;
    return (*result.scores.tempo).*which ? 1.0 : 0.0;
}

}  // namespace

std::span<const MeasureInfo> measures() {
    return kAll;
}

const MeasureInfo& info(Measure measure) {
    return kAll[static_cast<std::size_t>(measure)];
}

std::optional<double> value_of(const FileResult& result, Measure measure) {
    const BeatScores& scores = result.scores;
    switch (measure) {
        case Measure::f:
            return scores.f;
        case Measure::cemgil:
            return scores.cemgil.score;
        case Measure::cemgil_best:
            return scores.cemgil.best_level;
        case Measure::goto_score:
            return scores.goto_score;
        case Measure::p_score:
            return scores.p_score;
        case Measure::cml_c:
            return scores.continuity.cml_c;
        case Measure::cml_t:
            return scores.continuity.cml_t;
        case Measure::aml_c:
            return scores.continuity.aml_c;
        case Measure::aml_t:
            return scores.continuity.aml_t;
        case Measure::information_gain:
            return scores.information_gain;
        case Measure::downbeat_f:
            return scores.downbeat_f;
        case Measure::acc1:
            return tempo_score(result, &TempoAccuracy::acc1);
        case Measure::acc2:
            return tempo_score(result, &TempoAccuracy::acc2);
        case Measure::offset:
            return scores.offset_s ? std::optional(milliseconds(*scores.offset_s)) : std::nullopt;
        case Measure::spread:
            return spread_of(result.offsets_s);
    }
    return std::nullopt;
}

}  // namespace beatsync::evaluate
