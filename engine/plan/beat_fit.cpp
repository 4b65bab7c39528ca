#include "plan/beat_fit.h"

#include <algorithm>

namespace beatsync::plan {
namespace {

/// So near to a cut a movement is hardly seen.
constexpr Time kHidden = Time::from_ms(80);
/// What it counts there: little is seen of it, but that little is in time with the cut.
constexpr double kAtCut = 0.4;
/// What looks like together.
constexpr Time kTogether = Time::from_ms(45);

std::span<const footage::VisualBeat> between(std::span<const footage::VisualBeat> movements, Time begin,
                                             Time end) {
    const auto before = [](const footage::VisualBeat& m, Time t) { return m.at < t; };
    const auto first = std::lower_bound(movements.begin(), movements.end(), begin, before);
    const auto last = std::lower_bound(first, movements.end(), end, before);
    return {first, last};
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

BeatFit::Nearest BeatFit::nearest(Time offset) const {
    const auto after = std::upper_bound(beats_.begin() + 1, beats_.end() - 1, offset);
    const Time before = *(after - 1);
    const Time half{std::max<std::int64_t>(1, (*after - before).us / 2)};
    const auto away = [&](Time beat) { return offset < beat ? beat - offset : offset - beat; };
    return {std::min(away(before), away(*after)), half};
}

bool BeatFit::seen(Time offset) const {
    return offset >= kHidden && offset + kHidden <= length_;
}

double BeatFit::fit(std::span<const footage::VisualBeat> movements, Time in) const {
    double sum = 0;
    for (const footage::VisualBeat& m : between(movements, in, in + length_)) {
        const Time offset = m.at - in;
        const Nearest beat = nearest(offset);
        const double close = 1 - 2 * std::min(1.0, beat.distance.seconds() / beat.half.seconds());
        sum += static_cast<double>(m.strength) * close * (seen(offset) ? 1 : kAtCut);
    }
    return sum;
}

std::vector<Time> BeatFit::places(std::span<const footage::VisualBeat> movements, Time first,
                                  Time last) const {
    std::vector<Time> places;
    for (const footage::VisualBeat& m : between(movements, first, last + length_)) {
        for (const Time beat : beats_) {
            const Time in = m.at - beat;
            if (beat >= Time{} && beat < length_ && in >= first && in <= last) places.push_back(in);
        }
    }
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
}

std::size_t BeatFit::on_beats(std::span<const footage::VisualBeat> movements, Time in) const {
    const auto shown = between(movements, in, in + length_);
    return static_cast<std::size_t>(std::count_if(shown.begin(), shown.end(), [&](const auto& m) {
        const Time offset = m.at - in;
        return seen(offset) && nearest(offset).distance <= kTogether;
    }));
}

}  // namespace beatsync::plan
