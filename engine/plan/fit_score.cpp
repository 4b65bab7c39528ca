#include "plan/fit_score.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

namespace beatsync::plan {
namespace {

using PerRank = std::array<double, kBeatRanks>;

constexpr double kOffBeat = 0.15;  // how many cuts are off the beat, beforehand
// How much likelier than a bar a rank is to be cut on.
constexpr PerRank kPull{3, 1.6, 1, 0.5, 0.4, 0.25};
// What is not known of the editor: how often there are cuts, and how strictly the weighty beats come first.
constexpr std::array<double, 8> kPaces{0.06, 0.12, 0.25, 0.5, 1, 2, 4, 8};
constexpr std::array<double, 3> kStrictness{1, 2, 4};

// Nor how exactly: a program cuts on the frame, people by feeling. A program's film fits its own song's
// irregularities, to the millisecond, and hardly any other place.
constexpr std::array<double, 4> kExactness{0.001, 0.003, 0.008, kInSync};
constexpr double kInexact = 0.05;  // of the cuts of the most exact

constexpr double kLastPicture = 0.45;  // seconds

constexpr double kPeakWeight = 1.0 / 3;
constexpr double kPeakInSync = 0.04;  // seconds: a movement has no edge as sharp as a cut's
constexpr double kPeakOnBeat = 0.35;  // how many are, beforehand

/// How likely an event is at this distance from its beat, a second: equally within half a frame, since it is
/// then as near as the frames allow, and beyond as a Gaussian.
double nearness(double distance, double deviation, double half_frame) {
    const double x = std::max(0.0, std::abs(distance) - half_frame) / deviation;
    return std::exp(-0.5 * x * x) / (2 * half_frame + deviation * std::sqrt(2 * std::numbers::pi));
}

double log_of_mean(const std::vector<double>& logs) {
    const double highest = *std::max_element(logs.begin(), logs.end());
    double mean = 0;
    for (const double log : logs)
        mean += std::exp(log - highest) / static_cast<double>(logs.size());
    return highest + std::log(mean);
}

/// Logs of the chance that a beat of each rank has a cut, and that it has none.
struct Habit {
    PerRank cut{};
    PerRank none{};
};

/// A habit for each pace and strictness: the chance is 1 − exp(−pace · pull).
std::vector<Habit> make_habits() {
    constexpr double kSlip = 0.02;  // nobody is so strict as to never slip
    std::vector<Habit> habits;
    for (const double strictness : kStrictness) {
        for (const double pace : kPaces) {
            Habit habit;
            for (std::size_t rank = 0; rank < kBeatRanks; ++rank) {
                habit.none[rank] = -std::min(pace * std::pow(kPull[rank], strictness), 20.0) - kSlip;
                habit.cut[rank] = std::log(-std::expm1(habit.none[rank]));
            }
            habits.push_back(habit);
        }
    }
    return habits;
}

/// Of `all` beats of each rank `cut` have a cut: how likely, on the mean of all habits.
double evidence_of_habit(const PerRank& cut, const PerRank& all) {
    static const std::vector<Habit> habits = make_habits();
    std::vector<double> logs;
    logs.reserve(habits.size());
    for (const Habit& habit : habits) {
        double sum = 0;
        for (std::size_t rank = 0; rank < kBeatRanks; ++rank)
            sum += cut[rank] * habit.cut[rank] + std::max(0.0, all[rank] - cut[rank]) * habit.none[rank];
        logs.push_back(sum);
    }
    return log_of_mean(logs);
}

/// How far a cut is from its beat, and how much it weighs.
struct Off {
    double seconds = 0;
    double weight = 1;
};

/// Cuts at these distances from beats against cuts anywhere (so many a second), on the mean of how exactly
/// the editor cuts.
double evidence_of_nearness(const std::vector<Off>& offs, double anywhere, double half_frame) {
    std::vector<double> logs;
    for (const double deviation : kExactness) {
        double sum = 0;
        for (const Off& off : offs) {
            const double near = (1 - kInexact) * nearness(off.seconds, deviation, half_frame) +
                                kInexact * nearness(off.seconds, kInSync, half_frame);
            sum += off.weight * std::log(near / anywhere);
        }
        logs.push_back(sum);
    }
    return log_of_mean(logs);
}

struct Nearest {
    std::size_t beat = 0;
    double off = 0;  // seconds as heard, beat after event
};

std::optional<Nearest> nearest(const SongLine& line, const Placement& at, double event) {
    const double on_line = at.on_line(event);
    if (line.beats().empty() || on_line < 0 || on_line > line.end()) return std::nullopt;
    const std::size_t beat = line.nearest_beat(on_line);
    return Nearest{beat, (line.beats()[beat].at - on_line) / at.tempo};
}

void add_cuts(const VideoEvents& video, const SongLine& line, const Placement& at, Coincidence& sum) {
    const double anywhere = static_cast<double>(video.cuts.size()) / std::max(1.0, video.seconds);
    BeatCounts cut_on{};
    std::vector<Off> offs;
    std::optional<std::size_t> taken;
    for (const VideoEvent& cut : video.cuts) {
        const auto beat = nearest(line, at, cut.at);
        if (!beat || std::abs(beat->off) > kOnBeat || taken == beat->beat) {
            sum.evidence += cut.weight * std::log(kOffBeat);
            continue;
        }
        taken = beat->beat;
        const LineBeat& on = line.beats()[beat->beat];
        on.in(cut_on) += cut.weight;
        offs.push_back({beat->off, cut.weight});
        ++sum.cuts_on_beat;
        sum.cuts_on_bar += on.rank <= BeatRank::bar ? 1U : 0U;
        sum.sections_cut += on.rank == BeatRank::section ? 1U : 0U;
        sum.mean_off += std::abs(beat->off);
    }
    if (sum.cuts_on_beat > 0) sum.mean_off /= static_cast<double>(sum.cuts_on_beat);
    sum.evidence += evidence_of_nearness(offs, anywhere, video.half_frame);
    // No cut is made to what is heard under the first frames, nor right before the end.
    const BeatCounts all = line.counts_in(at.on_line(kOnBeat), at.on_line(video.seconds - kLastPicture));
    for (std::size_t band = 0; band < kDriveBands; ++band) {
        sum.sections += static_cast<std::size_t>(all[band][0]);
        sum.evidence += evidence_of_habit(cut_on[band], all[band]);
    }
    double weight = 0;
    for (const VideoEvent& cut : video.cuts)
        weight += cut.weight;
    sum.evidence += weight * (1 - kOffBeat);  // what the background of the null hypothesis costs
}

void add_peaks(const VideoEvents& video, const SongLine& line, const Placement& at, Coincidence& sum) {
    const double anywhere = at.tempo / line.period();
    for (const VideoEvent& peak : video.peaks) {
        const auto beat = nearest(line, at, peak.at);
        const double on = beat ? nearness(beat->off, kPeakInSync, video.half_frame) : 0;
        const double ratio = kPeakOnBeat * on / anywhere + 1 - kPeakOnBeat;
        sum.evidence += kPeakWeight * peak.weight * std::log(ratio);
        sum.peaks_on_beat += beat && std::abs(beat->off) <= kOnBeat ? 1U : 0U;
    }
}

}  // namespace

Coincidence coincidence(const VideoEvents& video, const SongLine& line, const Placement& at) {
    Coincidence sum;
    if (!line.has_beats()) return sum;
    if (!video.cuts.empty()) add_cuts(video, line, at, sum);
    add_peaks(video, line, at, sum);
    return sum;
}

double tempo_match(const VideoEvents& video, const SongLine& line, double tempo) {
    if (video.cuts.size() < 2 || !line.has_beats()) return 0;
    const double period = line.period() / tempo;
    const double deviation = kInSync * std::numbers::sqrt2;  // two cuts, each with its own
    double sum = 0;
    for (std::size_t i = 1; i < video.cuts.size(); ++i) {
        const double beats = (video.cuts[i].at - video.cuts[i - 1].at) / period;
        const double off = (beats - std::max(1.0, std::round(beats))) * period / deviation;
        sum += std::exp(-0.5 * off * off);
    }
    return sum / static_cast<double>(video.cuts.size() - 1);
}

}  // namespace beatsync::plan
