#include "plan/fit_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace beatsync::plan {
namespace {

constexpr double kStep = 0.01;         // seconds, of the correlation
constexpr double kCoarse = 0.03;       // seconds: standard deviation of a beat in it
constexpr double kEndsWithin = 0.015;  // seconds that a step of tempo moves the video's ends
constexpr int kMostTempos = 801;
constexpr std::size_t kMostEvents = 64;  // in the correlation, when the tempo is free
constexpr std::size_t kKept = 300;
constexpr std::size_t kTuned = 40;  // of these, to the millisecond
constexpr double kApart = 0.08;     // seconds between places that are kept
constexpr std::array<double, kBeatRanks> kHeight{1, 0.9, 0.8, 0.6, 0.5, 0.5};  // of a beat, by rank
constexpr double kPeakHeight = 0.3;
constexpr double kOnEdge = 0.06;  // seconds
constexpr double kTail = 1.5;     // seconds of a last note that may be lost to a fade

/// The beats as a curve over the line, a value each kStep.
std::vector<float> raster(const SongLine& line) {
    std::vector<float> curve(static_cast<std::size_t>(line.end() / kStep) + 2);
    for (const LineBeat& beat : line.beats()) {
        const std::int64_t middle = std::lround(beat.at / kStep);
        for (std::int64_t i = middle - 10; i <= middle + 10; ++i) {
            if (i < 0 || i >= static_cast<std::int64_t>(curve.size())) continue;
            const double x = (static_cast<double>(i) * kStep - beat.at) / kCoarse;
            const double height = kHeight[static_cast<std::size_t>(beat.rank)] * std::exp(-0.5 * x * x);
            float& value = curve[static_cast<std::size_t>(i)];
            value = std::max(value, static_cast<float>(height));
        }
    }
    return curve;
}

std::vector<VideoEvent> train(const VideoEvents& video, bool bounded) {
    std::vector<VideoEvent> events = video.cuts;
    for (const VideoEvent& peak : video.peaks)
        events.push_back({peak.at, kPeakHeight * peak.weight});
    if (bounded && events.size() > kMostEvents) {
        std::stable_sort(events.begin(), events.end(),
                         [](const VideoEvent& a, const VideoEvent& b) { return a.weight > b.weight; });
        events.resize(kMostEvents);
    }
    return events;
}

struct Place {
    Placement at;
    double height = 0;
};

/// Adds the peaks of the correlation at one tempo.
void correlate(const std::vector<VideoEvent>& events, const std::vector<float>& curve,
               const SearchRange& range, double tempo, double seconds, double line_end,
               std::vector<Place>& places) {
    const double last = std::min(range.last_start, std::max(range.first_start, line_end - seconds * tempo));
    const auto steps = static_cast<std::size_t>((last - range.first_start) / kStep) + 1;
    std::vector<float> sums(steps, 0.0F);
    for (const VideoEvent& event : events) {
        const auto first =
            static_cast<std::size_t>(std::lround((range.first_start + event.at * tempo) / kStep));
        const std::size_t count = first < curve.size() ? std::min(steps, curve.size() - first) : 0;
        const auto weight = static_cast<float>(event.weight);
        for (std::size_t i = 0; i < count; ++i)
            sums[i] += weight * curve[first + i];
    }
    const auto reach = static_cast<std::size_t>(kApart / kStep);
    for (std::size_t i = 0; i < steps; ++i) {
        const std::size_t begin = i - std::min(i, reach);
        const std::size_t end = std::min(steps, i + reach + 1);
        const auto highest = std::max_element(sums.begin() + static_cast<std::ptrdiff_t>(begin),
                                              sums.begin() + static_cast<std::ptrdiff_t>(end));
        if (highest - sums.begin() != static_cast<std::ptrdiff_t>(i) || sums[i] <= 0) continue;
        places.push_back({{range.first_start + static_cast<double>(i) * kStep, tempo}, sums[i]});
    }
}

/// Keeps the highest, the earlier and slower of equals.
void keep_best(std::vector<Place>& places) {
    const std::size_t kept = std::min(places.size(), kKept);
    std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(kept), places.end(),
                      [](const Place& a, const Place& b) {
                          if (a.height != b.height) return a.height > b.height;
                          if (a.at.tempo != b.at.tempo) return a.at.tempo < b.at.tempo;
                          return a.at.start < b.at.start;
                      });
    places.resize(kept);
}

/// Sums of a weighted straight line through (event, beat).
struct Line {
    double w = 0, t = 0, b = 0, tt = 0, tb = 0;
    void add(double weight, double event, double beat) {
        w += weight;
        t += weight * event;
        b += weight * beat;
        tt += weight * event * event;
        tb += weight * event * beat;
    }
    /// Of the line, through `start` if that is fixed; `otherwise` when the events are too close together.
    [[nodiscard]] double slope(bool fixed, double start, double otherwise) const {
        const double spread = fixed ? tt : tt - t * t / w;
        if (spread < w) return otherwise;
        return (fixed ? tb - t * start : tb - t * b / w) / spread;
    }
};

/// Moves a placement to where events lie nearest to their beats.
Placement refine(const VideoEvents& video, const SongLine& line, const SearchRange& range, Placement at) {
    constexpr int kRounds = 6;
    for (int round = 0; round < kRounds; ++round) {
        Line sums;
        const auto add = [&](const VideoEvent& event, double weight) {
            const double on_line = at.on_line(event.at);
            const double beat = line.beats()[line.nearest_beat(on_line)].at;
            const double x = (beat - on_line) / (at.tempo * kInSync);
            if (std::abs(x) < 4) sums.add(weight * std::exp(-0.5 * x * x), event.at, beat);
        };
        for (const VideoEvent& cut : video.cuts)
            add(cut, cut.weight);
        for (const VideoEvent& peak : video.peaks)
            add(peak, kPeakHeight * peak.weight);
        if (sums.w < 1e-6) return at;
        if (range.most_stretch > 0)
            at.tempo = std::clamp(sums.slope(range.fixed(), range.first_start, at.tempo),
                                  1 - range.most_stretch, 1 + range.most_stretch);
        at.start = std::clamp((sums.b - at.tempo * sums.t) / sums.w, range.first_start,
                              std::max(range.first_start, range.last_start));
    }
    return at;
}

Found weigh(const VideoEvents& video, const SongLine& line, Placement at) {
    at.start = std::round(at.start * 1000) / 1000;
    Found found{at, coincidence(video, line, at), 0};
    found.bonus = bonus_of_edges(line, at, video.seconds);
    // A changed tempo must be worth it: as much as a cut more on its beat.
    if (at.tempo != 1) found.bonus -= 2 + 20 * std::abs(at.tempo - 1);
    return found;
}

/// The beat that is heard at a place, to within the tolerance of an edge.
const LineBeat* beat_at(const SongLine& line, double at) {
    if (!line.has_beats()) return nullptr;
    const LineBeat& beat = line.beats()[line.nearest_beat(at)];
    return std::abs(beat.at - at) <= kOnEdge ? &beat : nullptr;
}

/// The best millisecond around: between frames the nearest is not the middle of what fits.
Found tune(const VideoEvents& video, const SongLine& line, const SearchRange& range, Found best) {
    constexpr int kReach = 8;
    const Placement middle = best.at;
    for (int ms = -kReach; ms <= kReach; ++ms) {
        Placement at = middle;
        at.start = std::clamp(middle.start + ms * 0.001, range.first_start,
                              std::max(range.first_start, range.last_start));
        const Found found = weigh(video, line, at);
        if (found.total() > best.total()) best = found;
    }
    return best;
}

std::vector<double> tempos(const SearchRange& range, double seconds) {
    const double needed = std::ceil(range.most_stretch * seconds / 2 / kEndsWithin);
    const int half = static_cast<int>(std::min<double>(needed, (kMostTempos - 1) / 2.0));
    std::vector<double> all;
    for (int i = -half; i <= half; ++i)
        all.push_back(half == 0 ? 1 : 1 + range.most_stretch * i / half);
    return all;
}

}  // namespace

Ending ending_at(const SongLine& line, double at) {
    const Stretch& last = line.stretches().back();
    if (at >= line.end() - kTail && last.end >= line.song_end()) return Ending::song;
    const LineBeat* beat = beat_at(line, at);
    if (beat == nullptr || beat->rank > BeatRank::bar) return Ending::faded;
    return beat->rank == BeatRank::section ? Ending::section : Ending::bar;
}

double bonus_of_edges(const SongLine& line, const Placement& at, double seconds) {
    double bonus = 0;
    if (const LineBeat* beat = beat_at(line, at.start); beat != nullptr && beat->rank <= BeatRank::bar)
        bonus += beat->rank == BeatRank::section ? 1.5 : 0.7;
    switch (ending_at(line, at.on_line(seconds))) {
        case Ending::song:
        case Ending::section:
            return bonus + 1;
        case Ending::bar:
            return bonus + 0.5;
        case Ending::faded:
            break;
    }
    return bonus;
}

Found search(const VideoEvents& video, const SongLine& line, const SearchRange& range) {
    const bool free_tempo = range.most_stretch > 0;
    const auto events = train(video, free_tempo);
    const auto curve = raster(line);
    std::vector<Place> places;
    for (const double tempo : tempos(range, video.seconds)) {
        correlate(events, curve, range, tempo, video.seconds, line.end(), places);
        if (places.size() > 20 * kKept) keep_best(places);
    }
    // With nothing to meet, music still begins on a bar line.
    for (const LineBeat& beat : line.beats())
        if (events.empty() && beat.rank <= BeatRank::bar && beat.at >= range.first_start &&
            beat.at <= range.last_start)
            places.push_back({{beat.at, 1}, 0});
    keep_best(places);
    Found best = weigh(video, line, {range.first_start, 1});
    std::vector<Found> found;
    for (const Place& place : places)
        found.push_back(weigh(video, line, refine(video, line, range, place.at)));
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return a.total() > b.total(); });
    found.resize(std::min(found.size(), kTuned));
    for (const Found& rough : found) {
        const Found tuned = range.fixed() ? rough : tune(video, line, range, rough);
        if (tuned.total() > best.total()) best = tuned;
    }
    return best;
}

}  // namespace beatsync::plan
