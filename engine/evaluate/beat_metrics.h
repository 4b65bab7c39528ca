#pragma once

#include <optional>
#include <span>
#include <vector>

// How well estimated beats agree with annotated ones: the field's measures, as mir_eval (Raffel et al.,
// "mir_eval: a transparent implementation of common MIR metrics", ISMIR 2014) computes them. What each
// measures: Davies, Degara, Plumbley, "Evaluation methods for musical audio beat tracking algorithms", QMUL
// technical report C4DM-TR-09-06, 2009. All times in seconds, increasing; all scores 0 to 1. With too few
// beats on either side (none, or one where intervals are needed) a score is 0.
namespace beatsync::evaluate {

using Seconds = std::span<const double>;

/// Without the beats before `least`: the first 5 s are commonly not judged.
[[nodiscard]] std::vector<double> from_second(Seconds beats, double least = 5.0);

/// Beats within `window` of each other are paired, each at most once, as many as can be (Dixon 2007).
[[nodiscard]] double f_measure(Seconds reference, Seconds estimated, double window = 0.07);

struct Cemgil {
    double score = 0;
    double best_level = 0;  ///< of the reference, its off-beats, twice and half its tempo
};
/// Gaussian closeness, `sigma` wide (Cemgil et al. 2001).
[[nodiscard]] Cemgil cemgil(Seconds reference, Seconds estimated, double sigma = 0.04);

/// 1 when a stretch of at least a quarter of the song is tracked steadily, else 0 (Goto and Muraoka 1997).
[[nodiscard]] double goto_score(Seconds reference, Seconds estimated);

/// Cross-correlation of both trains within a fifth of the median beat (McKinney et al. 2007).
[[nodiscard]] double p_score(Seconds reference, Seconds estimated);

/// Beats whose time and period both fit within 17.5 % of a beat (Hainsworth 2004; Klapuri et al. 2006): the
/// longest unbroken run (c) and all of them (t), at the annotated metrical level (CML) or the best of five
/// (AML).
struct Continuity {
    double cml_c = 0;
    double cml_t = 0;
    double aml_c = 0;
    double aml_t = 0;
};
[[nodiscard]] Continuity continuity(Seconds reference, Seconds estimated, double threshold = 0.175);

/// How far the histogram of beat errors (41 bins over a beat) is from a flat one, by its entropy (Davies et
/// al. 2011).
[[nodiscard]] double information_gain(Seconds reference, Seconds estimated);

/// Tempi in beats a minute, right within 4 % (Gouyon et al. 2006). Acc2 also takes twice, three times, half
/// and a third.
struct TempoAccuracy {
    bool acc1 = false;
    bool acc2 = false;
};
[[nodiscard]] TempoAccuracy tempo_accuracy(double reference_bpm, double estimated_bpm);
/// Of the median interval; 0 with fewer than two beats.
[[nodiscard]] double median_tempo_bpm(Seconds beats);

/// Estimated minus annotated time of beats that pair within `window`, in their order: negative = early.
[[nodiscard]] std::vector<double> offsets(Seconds reference, Seconds estimated, double window = 0.07);
/// The median of these; none when none pairs.
[[nodiscard]] std::optional<double> median_offset(Seconds reference, Seconds estimated, double window = 0.07);

/// All of the above for one recording.
struct BeatScores {
    double f = 0;
    Cemgil cemgil;
    double goto_score = 0;
    double p_score = 0;
    Continuity continuity;
    double information_gain = 0;
    std::optional<TempoAccuracy> tempo;  ///< where the reference has one: a tempo given, or two beats
    std::optional<double> downbeat_f;    ///< where both sides say downbeats
    std::optional<double> offset_s;      ///< median_offset
};

/// Beats of one recording, annotated or estimated.
struct Beats {
    std::vector<double> times;
    std::vector<double> downbeats;    ///< among the times; empty = not known
    std::optional<double> tempo_bpm;  ///< none = that of the median interval
};

/// That given, or that of the median interval; 0 where there is neither.
[[nodiscard]] double tempo_of(const Beats& beats);

/// `skip`: beats before it are not judged.
[[nodiscard]] BeatScores score_beats(const Beats& reference, const Beats& estimated, double skip = 0);

}  // namespace beatsync::evaluate
