#include "plan/beat_fit.h"

#include <algorithm>
#include <cstdint>

namespace beatsync::plan {
namespace {

/// So near to a cut a movement is hardly seen.
constexpr Time kBesideCut = Time::from_ms(80);
/// What it counts there: the little that is seen is in time with the cut.
constexpr double kWeightThere = 0.4;
/// Picture and sound this near look like one event.
constexpr Time kTogether = Time::from_ms(45);
/// How many places are compared where a piece shows hundreds of movements.
constexpr std::size_t kCompared = 64;

Movements between(Movements movements, Time begin, Time end) {
    const auto before = [](const footage::VisualBeat& m, Time t) { return m.at < t; };
    const auto first = std::lower_bound(movements.begin(), movements.end(), begin, before);
    return {first, std::lower_bound(first, movements.end(), end, before)};
}

}  // namespace

BeatFit::BeatFit(std::span<const Time> beats, const Slot& slot, const Clock& clock)
    : length_(clock.length_of(slot.frames)) {
    const Time begin = clock.start + clock.lead + clock.fps.time_of(slot.frames.begin);
    auto first = std::upper_bound(beats.begin(), beats.end(), begin);
    auto last = std::lower_bound(first, beats.end(), begin + length_);
    if (first != beats.begin()) --first;
    if (last != beats.end()) ++last;
    for (; first != last; ++first)
        beats_.push_back(*first - begin);
    for (std::size_t i = 1; i < beats_.size(); ++i)
        reach_ = std::max(reach_, Time{(beats_[i] - beats_[i - 1]).us / 2});
}

/// Calls `use(movement, offset, distance, half)`: where in the piece, how far from the nearest beat, and half
/// of the time between the beats around it.
template <class Use>
void BeatFit::for_each_shown(Movements movements, Time in, Use use) const {
    std::size_t next = 1;
    for (const footage::VisualBeat& m : between(movements, in, in + length_)) {
        const Time offset = m.at - in;
        while (next + 1 < beats_.size() && beats_[next] <= offset)
            ++next;
        const auto away = [&](Time beat) { return offset < beat ? beat - offset : offset - beat; };
        const Time distance = std::min(away(beats_[next - 1]), away(beats_[next]));
        use(m, offset, distance, Time{(beats_[next] - beats_[next - 1]).us / 2});
    }
}

bool BeatFit::beside_cut(Time offset) const {
    return offset < kBesideCut || offset + kBesideCut > length_;
}

double BeatFit::fit(Movements movements, Time in) const {
    if (empty()) return 0;
    double sum = 0;
    for_each_shown(movements, in, [&](const auto& movement, Time offset, Time distance, Time half) {
        const double away = half > Time{} ? std::min(1.0, distance.seconds() / half.seconds()) : 0;
        const double weight = beside_cut(offset) ? kWeightThere : 1;
        sum += weight * static_cast<double>(movement.strength) * (1 - 2 * away);
    });
    return sum;
}

/// Closeness is linear between beats, so the sum of it is greatest where some movement is exactly on a beat:
/// only such places need be compared, those of the strongest movements first.
std::vector<Time> BeatFit::places(Movements movements, TimeRange ins) const {
    struct Place {
        Time in;
        float strength;
    };
    std::vector<Place> places;
    for (const footage::VisualBeat& m : between(movements, ins.begin, ins.end + length_)) {
        const auto first = std::lower_bound(beats_.begin(), beats_.end(), m.at - ins.end);
        for (auto beat = first; beat != beats_.end() && *beat <= m.at - ins.begin; ++beat) {
            if (*beat >= Time{} && *beat < length_) places.push_back({m.at - *beat, m.strength});
        }
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.strength > b.strength; });
    if (places.size() > kCompared) places.erase(places.begin() + kCompared, places.end());
    std::vector<Time> result;
    result.reserve(places.size());
    for (const Place& place : places)
        result.push_back(place.in);
    return result;
}

Time BeatFit::best(const ClipPool& pool, const Candidate& place) const {
    const Movements movements = pool.clip().visual_beats;
    if (empty() || movements.empty() || pool.still()) return place.in;
    const TimeRange ins{std::max(place.earliest, place.in - reach_),
                        std::min(place.latest, place.in + reach_)};
    Time best = place.in;
    double highest = fit(movements, best);
    for (const Time wished : places(movements, ins)) {
        const Time in = pool.snapped(wished);
        if (in < ins.begin || in > ins.end) continue;
        const double here = fit(movements, in);
        if (here <= highest) continue;
        highest = here;
        best = in;
    }
    return best;
}

std::size_t BeatFit::on_beats(Movements movements, Time in) const {
    if (empty()) return 0;
    std::size_t count = 0;
    for_each_shown(movements, in, [&](const auto&, Time offset, Time distance, Time) {
        if (!beside_cut(offset) && distance <= kTogether) ++count;
    });
    return count;
}

}  // namespace beatsync::plan
