#include "plan/song_line.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "plan/bars.h"
#include "plan/drive.h"

namespace beatsync::plan {
namespace {

constexpr int kPhraseBars = 4;
constexpr double kEndTolerance = 0.06;  // seconds
constexpr double kShortestStretch = 8;  // seconds: shorter ones are heard as a stutter

BeatRank rank_of(const BarPlace& place) {
    if (place.opens_section) return BeatRank::section;
    if (place.beat == 0) return place.bar_in_section % kPhraseBars == 0 ? BeatRank::phrase : BeatRank::bar;
    if (place.beat * 2 == place.length) return BeatRank::half_bar;
    return place.bar_in_section % kPhraseBars == kPhraseBars - 1 ? BeatRank::fill : BeatRank::beat;
}

std::size_t band_of(float drive) {
    return drive < kCalmBelow ? 0 : drive < kDrivingFrom ? 1 : 2;
}

/// A bar line and what is heard from it on.
struct BarLine {
    double at = 0;
    int label = 0;       // of the section that it is in
    float energy = 0;    // of that section
    bool opens = false;  // that section
    std::int64_t bar = 0;
};

std::vector<BarLine> bar_lines(const music::MusicMap& music) {
    const auto places = place_in_bars(music);
    std::vector<BarLine> lines;
    std::size_t section = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Time at = music.grid.beats[i].at;
        while (section + 1 < music.sections.size() &&
               music.sections[section + 1].range.begin <= at + Time::from_ms(40))
            ++section;
        if (places[i].beat != 0) continue;
        BarLine line;
        line.at = at.seconds();
        line.bar = places[i].bar_in_section;
        line.opens = places[i].opens_section;
        if (section < music.sections.size()) {
            line.label = music.sections[section].label;
            line.energy = music.sections[section].energy;
        }
        lines.push_back(line);
    }
    return lines;
}

/// 0 where a jump from `from` to `to` can't be heard, as far as one knows; more where it can.
double seam(const BarLine& from, const BarLine& to) {
    double cost = std::abs(static_cast<double>(from.energy) - static_cast<double>(to.energy));
    if (from.label != to.label) cost += 0.5;
    if (from.bar % kPhraseBars != to.bar % kPhraseBars) cost += 0.3;
    if (!from.opens || !to.opens) cost += 0.1;
    return cost;
}

struct Jump {
    std::size_t from = 0;
    std::size_t to = 0;
};

/// Where to jump back: a long loop with a seam that isn't heard.
std::optional<Jump> best_loop(const std::vector<BarLine>& lines, double song_end) {
    std::optional<Jump> best;
    double best_cost = 0;
    for (std::size_t from = 1; from < lines.size(); ++from) {
        for (std::size_t to = 0; to < from; ++to) {
            const double length = lines[from].at - lines[to].at;
            if (length < std::min(kShortestStretch, song_end / 3)) continue;
            const double cost = seam(lines[from], lines[to]) + (1 - length / song_end);
            if (best && cost >= best_cost) continue;
            best = Jump{from, to};
            best_cost = cost;
        }
    }
    return best;
}

}  // namespace

SongLine::SongLine(const music::MusicMap& music)
    : SongLine(music, std::vector<Stretch>{{0, 0, music.grid.duration.seconds()}}) {}

SongLine::SongLine(const music::MusicMap& music, std::span<const Stretch> stretches)
    : stretches_(stretches.begin(), stretches.end()), song_end_(music.grid.duration.seconds()) {
    end_ = stretches_.back().at + stretches_.back().end - stretches_.back().begin;
    period_ = median_beat_seconds(music.grid);
    add_beats(music);
    counts_.resize(beats_.size() + 1);
    for (std::size_t i = 0; i < beats_.size(); ++i) {
        counts_[i + 1] = counts_[i];
        beats_[i].in(counts_[i + 1]) += 1;
    }
}

void SongLine::add_beats(const music::MusicMap& music) {
    constexpr double kNotTwice = 0.05;  // a beat on a joint is heard once
    const auto places = place_in_bars(music);
    const auto drive = drive_of(music);
    for (const Stretch& stretch : stretches_) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            const double at = music.grid.beats[i].at.seconds();
            if (at < stretch.begin - 1e-9 || at >= stretch.end - 1e-9) continue;
            const double on_line = stretch.at + at - stretch.begin;
            if (!beats_.empty() && on_line - beats_.back().at < kNotTwice) continue;
            beats_.push_back({on_line, rank_of(places[i]), band_of(drive[i])});
        }
    }
}

std::size_t SongLine::first_beat(double at) const {
    const auto found = std::lower_bound(beats_.begin(), beats_.end(), at,
                                        [](const LineBeat& beat, double t) { return beat.at < t; });
    return static_cast<std::size_t>(found - beats_.begin());
}

std::size_t SongLine::nearest_beat(double at) const {
    const std::size_t after = first_beat(at);
    if (after == beats_.size()) return after - 1;
    if (after == 0) return 0;
    return at - beats_[after - 1].at < beats_[after].at - at ? after - 1 : after;
}

BeatCounts SongLine::counts_in(double begin, double end) const {
    const BeatCounts& before = counts_[first_beat(begin)];
    BeatCounts counts = counts_[std::max(first_beat(begin), first_beat(end))];
    for (std::size_t band = 0; band < kDriveBands; ++band)
        for (std::size_t rank = 0; rank < kBeatRanks; ++rank)
            counts[band][rank] -= before[band][rank];
    return counts;
}

double SongLine::in_song(double at) const {
    const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), at,
                                        [](double t, const Stretch& s) { return t < s.at; });
    const Stretch& stretch = after == stretches_.begin() ? *after : *std::prev(after);
    return std::clamp(stretch.begin + at - stretch.at, stretch.begin, stretch.end);
}

std::vector<Stretch> looped(const music::MusicMap& music, double seconds) {
    const double song_end = music.grid.duration.seconds();
    const auto lines = bar_lines(music);
    const auto jump = best_loop(lines, song_end);
    // Without bars the song begins anew when it is over.
    const double from = jump ? lines[jump->from].at : song_end;
    const double to = jump ? lines[jump->to].at : 0;
    std::vector<Stretch> stretches{{0, 0, from}};
    // From the index, so that nothing adds up.
    for (std::size_t i = 0; from + static_cast<double>(i) * (from - to) < seconds; ++i)
        stretches.push_back({from + static_cast<double>(i) * (from - to), to, from});
    return stretches;
}

std::vector<Stretch> shortened(const music::MusicMap& music, double start, double seconds) {
    const double song_end = music.grid.duration.seconds();
    const double surplus = song_end - start - seconds;
    const auto lines = bar_lines(music);
    std::optional<Jump> best;
    double best_cost = 0;
    for (std::size_t from = 0; from < lines.size(); ++from) {
        if (lines[from].at < start + std::min(kShortestStretch, seconds / 3)) continue;
        for (std::size_t to = from + 1; to < lines.size(); ++to) {
            const double miss = std::abs(lines[to].at - lines[from].at - surplus);
            if (miss > kEndTolerance || song_end - lines[to].at < std::min(kShortestStretch, seconds / 3))
                continue;
            const double cost = seam(lines[from], lines[to]) + miss;
            if (best && cost >= best_cost) continue;
            best = Jump{from, to};
            best_cost = cost;
        }
    }
    if (!best) return {};
    const double from = lines[best->from].at;
    return {{0, 0, from}, {from, lines[best->to].at, song_end}};
}

}  // namespace beatsync::plan
