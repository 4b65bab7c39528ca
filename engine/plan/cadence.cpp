#include "plan/cadence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "plan/drive.h"

namespace beatsync::plan {
namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

struct Mark {
    std::int64_t frame = 0;
    CutKind kind = CutKind::clock;
    std::optional<std::int64_t> beat;
    float drive = 0.5F;
    std::optional<std::size_t> pin;
    std::int64_t max_frames = kNoLimit;
    std::optional<std::size_t> held;
};

/// How long a picture should stay, in seconds, where the music is calm, in between, and driving.
struct Wish {
    double calm;
    double between;
    double driving;
};

Wish wish_of(Pace pace) {
    switch (pace) {
        case Pace::slow:
            return {4.5, 3.0, 2.0};
        case Pace::medium:
            return {2.2, 1.3, 1.0};
        case Pace::fast:
            return {1.1, 0.55, 0.5};
        default:
            return {2.2, 1.1, 0.55};
    }
}

double wished_seconds(const CadenceRules& rules, Pace pace, float drive) {
    const Wish wish = wish_of(pace);
    double seconds = drive >= kDrivingFrom ? wish.driving : drive < kCalmBelow ? wish.calm : wish.between;
    if (rules.calm) seconds = std::max(wish.calm, 2 * seconds);
    return std::max(seconds, rules.shortest_wish.seconds());
}

/// The number of beats between cuts, of those that divide or multiply the bar, whose length is nearest (as a
/// ratio) to the wish. Faster than 0.42 s (143 bpm) single beats are left out: they are a flicker.
int beats_a_cut(int bar, double beat_seconds, double wish) {
    constexpr double kFlicker = 0.42;
    const std::array<int, 5> steps = {1, bar % 2 == 0 ? bar / 2 : 1, bar, 2 * bar, 4 * bar};
    int best = 4 * bar;
    for (const int step : steps) {
        const double length = step * beat_seconds;
        if (length < kFlicker && step < bar) continue;
        if (std::abs(std::log(length / wish)) < std::abs(std::log(best * beat_seconds / wish))) best = step;
    }
    return best;
}

/// Whether a beat is on a grid of `step` beats laid from its section's first bar.
bool on_step(const BarPlace& place, int step) {
    if (step < place.length) return place.beat % step == 0;
    return place.beat == 0 && place.bar_in_section % std::max(1, step / place.length) == 0;
}

/// Whether the picture before this cut is held through it, so that driving parts breathe instead of ticking:
/// in a phrase of four bars the downbeat's picture stays for two beats, but for the last bar, which runs on
/// every beat into the next phrase; where the step is half a bar, the phrase's first bar is one picture.
bool breathes(const BarPlace& place, int step) {
    if (place.beat == 0 || step >= place.length) return false;
    const auto bar = place.bar_in_section % 4;
    return step == 1 ? place.beat == 1 && bar != 3 : bar == 0;
}

/// Seconds a beat around beat `i`, over a bar, so that one late beat changes nothing.
double local_beat_seconds(std::span<const music::Beat> beats, std::size_t i) {
    const std::size_t begin = i - std::min<std::size_t>(i, 2);
    const std::size_t end = std::min(beats.size() - 1, i + 2);
    if (end <= begin) return 0.5;
    return (beats[end].at - beats[begin].at).seconds() / static_cast<double>(end - begin);
}

/// Chooses cuts beat by beat.
class Chooser {
public:
    Chooser(const BeatFacts& facts, const Clock& clock, const CadenceRules& rules)
        : facts_(facts), clock_(clock), rules_(rules) {}

    std::vector<Mark> choose() {
        std::vector<Mark> marks{opening()};
        counted_ = marks.front().beat ? 0 : -1;
        for (std::size_t i = 0; i < facts_.beats.size(); ++i) {
            const Mark mark = mark_of(i);
            if (mark.frame >= rules_.end_frame) break;
            if (mark.frame > 0 && (wants_cut(i) || mark.pin)) marks.push_back(mark);
        }
        return with_held(std::move(marks));
    }

    [[nodiscard]] Mark mark_of(std::size_t i) const {
        Mark mark{clock_.frame_of(facts_.beats[i].at),
                  kind_at(facts_.places[i]),
                  static_cast<std::int64_t>(i),
                  facts_.drive[i],
                  std::nullopt,
                  kNoLimit,
                  std::nullopt};
        for (const ForcedCut& forced : rules_.forced) {
            if (forced.beat != *mark.beat) continue;
            mark.kind = CutKind::pin;
            mark.pin = forced.pin;
            mark.max_frames = forced.max_frames;
        }
        return mark;
    }

private:
    /// The first picture. It is on a beat when the excerpt begins on one.
    [[nodiscard]] Mark opening() const {
        Mark opening{0, CutKind::opening, std::nullopt, 0.5F, std::nullopt, kNoLimit, std::nullopt};
        for (std::size_t i = 0; i < facts_.beats.size(); ++i) {
            const Mark mark = mark_of(i);
            if (mark.frame < 0) continue;
            opening.drive = mark.drive;
            if (mark.frame > 0) break;
            opening = mark;
            opening.kind = CutKind::opening;
            break;
        }
        return opening;
    }

    /// The held slots' edges instead of what was chosen from one to the other.
    [[nodiscard]] std::vector<Mark> with_held(std::vector<Mark> marks) const {
        for (std::size_t i = 0; i < rules_.held.size(); ++i) {
            const draft::FrameRange held = rules_.held[i];
            std::erase_if(marks, [&](const Mark& m) { return m.frame >= held.begin && m.frame < held.end; });
            marks.push_back(edge(held.begin));
            marks.back().held = i;
            if (held.end == rules_.end_frame) continue;
            const auto after = std::ranges::find(marks, held.end, &Mark::frame);
            if (after == marks.end())
                marks.push_back(edge(held.end));
            else if (!after->pin)
                after->kind = CutKind::edge;
        }
        std::ranges::stable_sort(marks, {}, &Mark::frame);
        return marks;
    }

    /// On a beat where there is one.
    [[nodiscard]] Mark edge(std::int64_t frame) const {
        Mark edge{frame, CutKind::edge, std::nullopt, 0.5F, std::nullopt, kNoLimit, std::nullopt};
        for (std::size_t i = 0; i < facts_.beats.size(); ++i) {
            const std::int64_t beat = clock_.frame_of(facts_.beats[i].at);
            if (beat > frame) break;
            edge.drive = facts_.drive[i];
            if (beat == frame) edge.beat = static_cast<std::int64_t>(i);
        }
        return edge;
    }

    bool wants_cut(std::size_t i) {
        const BarPlace& place = facts_.places[i];
        const BeatPace pace = rules_.pace_at(i);
        if (pace.pace == Pace::beats) return place.opens_section ? restart_count() : count_beat(pace.beats);
        if (place.beat == 0 || place.opens_section || step_ == 0) {
            const double wish = wished_seconds(rules_, pace.pace, facts_.drive[i]);
            step_ = beats_a_cut(place.length, local_beat_seconds(facts_.beats, i), wish);
        }
        if (place.opens_section) return true;
        return on_step(place, step_) && !(pace.pace == Pace::automatic && breathes(place, step_));
    }

    bool restart_count() {
        counted_ = 0;
        return true;
    }
    bool count_beat(int beats) { return ++counted_ % std::max(1, beats) == 0; }

    const BeatFacts& facts_;
    const Clock& clock_;
    const CadenceRules& rules_;
    int step_ = 0;
    int counted_ = 0;
};

bool may_go(const Mark& mark) {
    return mark.kind < CutKind::pin;
}

/// Of two cuts that are too close the more important stays, the earlier when they are equals.
std::vector<Mark> drop_crowded(const std::vector<Mark>& marks, const CadenceRules& rules) {
    std::vector<Mark> kept;
    for (const Mark& mark : marks) {
        const auto crowds = [&] {
            return !kept.empty() && mark.frame - kept.back().frame < rules.min_frames;
        };
        while (crowds() && may_go(kept.back()) && kept.back().kind < mark.kind)
            kept.pop_back();
        if (!crowds() || !may_go(mark)) kept.push_back(mark);
    }
    const std::int64_t last = rules.least_last();
    while (may_go(kept.back()) && rules.end_frame - kept.back().frame < last)
        kept.pop_back();
    return kept;
}

/// Splits what is too long: at the beat nearest to even parts, bars before others; by the clock where there
/// is no beat.
class Splitter {
public:
    Splitter(const std::vector<Mark>& beats, const CadenceRules& rules) : beats_(beats), rules_(rules) {}

    std::vector<Mark> split(const std::vector<Mark>& marks) const {
        std::vector<Mark> result;
        for (std::size_t i = 0; i < marks.size(); ++i) {
            const std::int64_t end = i + 1 < marks.size() ? marks[i + 1].frame : rules_.end_frame;
            result.push_back(marks[i]);
            while (end - result.back().frame > limit_of(result.back()))
                result.push_back(between(result.back(), end));
        }
        return result;
    }

private:
    [[nodiscard]] std::int64_t limit_of(const Mark& mark) const {
        if (mark.held) return kNoLimit;
        return std::max<std::int64_t>(
            1, std::min(mark.max_frames, mark.pin ? mark.max_frames : rules_.max_frames));
    }

    [[nodiscard]] Mark between(const Mark& from, std::int64_t end) const {
        const std::int64_t gap = end - from.frame;
        const std::int64_t limit = limit_of(from);
        const std::int64_t parts = (gap + limit - 1) / limit;
        const std::int64_t ideal = from.frame + (gap + parts - 1) / parts;
        const Mark* best = nullptr;
        std::int64_t best_cost = kNoLimit;
        const auto first = std::lower_bound(beats_.begin(), beats_.end(), from.frame + rules_.min_frames,
                                            [](const Mark& m, std::int64_t f) { return m.frame < f; });
        for (auto beat = first; beat != beats_.end(); ++beat) {
            if (beat->frame > from.frame + limit || end - beat->frame < rules_.min_frames) break;
            const std::int64_t distance = std::abs(beat->frame - ideal);
            const std::int64_t cost = beat->kind >= CutKind::bar ? distance : 2 * distance + 1;
            if (cost < best_cost) {
                best = &*beat;
                best_cost = cost;
            }
        }
        if (best != nullptr) return *best;
        return {std::min(ideal, from.frame + limit),
                CutKind::clock,
                std::nullopt,
                from.drive,
                std::nullopt,
                kNoLimit,
                std::nullopt};
    }

    const std::vector<Mark>& beats_;
    const CadenceRules& rules_;
};

std::vector<Slot> to_slots(const std::vector<Mark>& marks, std::int64_t end_frame) {
    std::vector<Slot> slots;
    slots.reserve(marks.size());
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const std::int64_t end = i + 1 < marks.size() ? marks[i + 1].frame : end_frame;
        slots.push_back({{marks[i].frame, end},
                         marks[i].kind,
                         marks[i].beat,
                         marks[i].drive,
                         marks[i].pin,
                         marks[i].held});
    }
    return slots;
}

}  // namespace

CutKind kind_at(const BarPlace& place) {
    if (place.opens_section) return CutKind::section;
    if (place.beat == 0) return CutKind::bar;
    return place.length % 2 == 0 && place.beat == place.length / 2 ? CutKind::half_bar : CutKind::beat;
}

std::vector<Slot> make_slots(const BeatFacts& facts, const Clock& clock, const CadenceRules& rules) {
    Chooser chooser(facts, clock, rules);
    std::vector<Mark> all;
    for (std::size_t i = 0; i < facts.beats.size(); ++i) {
        if (const Mark mark = chooser.mark_of(i); mark.frame > 0) all.push_back(mark);
    }
    const std::vector<Mark> kept = drop_crowded(chooser.choose(), rules);
    return to_slots(Splitter(all, rules).split(kept), rules.end_frame);
}

}  // namespace beatsync::plan
