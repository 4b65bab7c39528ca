#include "music/grid_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "music/grid.h"

namespace beatsync::music {
namespace {

struct EnergeticBeat {
    Beat beat;
    float energy = 0;
};

bool known_scale(int num, int den) {
    constexpr std::array<std::pair<int, int>, 7> kScales{
        {{1, 4}, {1, 3}, {1, 2}, {1, 1}, {2, 1}, {3, 1}, {4, 1}}};
    return std::ranges::find(kScales, std::pair{num, den}) != kScales.end();
}

/// The longest bar in the grid; 0 where bars are not known.
int beats_a_bar(const std::vector<Beat>& beats) {
    int longest = 0;
    for (const Beat& beat : beats)
        longest = std::max(longest, int{beat.position_in_bar});
    return longest;
}

std::uint8_t position(std::size_t beat, std::size_t downbeat, int meter) {
    const auto distance = static_cast<std::ptrdiff_t>(beat) - static_cast<std::ptrdiff_t>(downbeat);
    return static_cast<std::uint8_t>(((distance % meter) + meter) % meter + 1);
}

void renumber(std::vector<EnergeticBeat>& beats, std::size_t downbeat, int meter) {
    for (std::size_t b = 0; b < beats.size(); ++b)
        beats[b].beat.position_in_bar = position(b, downbeat, meter);
}

void renumber(std::vector<Beat>& beats, std::size_t downbeat, int meter) {
    for (std::size_t b = 0; b < beats.size(); ++b)
        beats[b].position_in_bar = position(b, downbeat, meter);
}

/// Every `step`-th beat, such that downbeats stay where a bar's length is a multiple of the step.
std::vector<EnergeticBeat> thinned(const std::vector<EnergeticBeat>& beats, int step, int meter) {
    const auto downbeat =
        std::ranges::find_if(beats, [](const EnergeticBeat& b) { return b.beat.position_in_bar == 1; });
    const auto phase = downbeat == beats.end() ? 0 : (downbeat - beats.begin()) % step;
    std::vector<EnergeticBeat> kept;
    for (auto b = static_cast<std::size_t>(phase); b < beats.size(); b += static_cast<std::size_t>(step)) {
        EnergeticBeat sum = beats[b];
        // The energy of a longer beat is that of all it covers.
        const std::size_t end = std::min(b + static_cast<std::size_t>(step), beats.size());
        for (std::size_t i = b + 1; i < end; ++i)
            sum.energy += beats[i].energy;
        sum.energy /= static_cast<float>(end - b);
        if (sum.beat.position_in_bar > 0 && meter % step == 0)
            sum.beat.position_in_bar = static_cast<std::uint8_t>((sum.beat.position_in_bar - 1) / step + 1);
        kept.push_back(sum);
    }
    // A bar of three has no half: the fewest whole bars that the step divides become one.
    if (downbeat != beats.end() && meter % step != 0)
        renumber(kept, static_cast<std::size_t>((downbeat - beats.begin()) / step),
                 std::lcm(meter, step) / step);
    return kept;
}

/// `parts` - 1 beats more between two, and behind the last where the song goes on.
std::vector<EnergeticBeat> divided(const std::vector<EnergeticBeat>& beats, int parts, Time duration) {
    std::vector<EnergeticBeat> result;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        const Time at = beats[b].beat.at;
        const Time next = b + 1 < beats.size() ? beats[b + 1].beat.at
                          : b > 0              ? at + (at - beats[b - 1].beat.at)
                                               : duration;
        for (int part = 0; part < parts; ++part) {
            EnergeticBeat piece = beats[b];
            piece.beat.at = at + Time{mul_div((next - at).us, part, parts)};
            if (part > 0) piece.beat.strength = 0;
            if (piece.beat.position_in_bar > 0)
                piece.beat.position_in_bar =
                    static_cast<std::uint8_t>((beats[b].beat.position_in_bar - 1) * parts + part + 1);
            result.push_back(piece);
        }
    }
    return result;
}

std::vector<Beat> without_energies(const std::vector<EnergeticBeat>& beats) {
    std::vector<Beat> plain;
    for (const EnergeticBeat& b : beats)
        plain.push_back(b.beat);
    return plain;
}

std::vector<EnergeticBeat> with_energies(const MusicMap& map) {
    std::vector<EnergeticBeat> beats;
    for (std::size_t b = 0; b < map.grid.beats.size(); ++b)
        beats.push_back({map.grid.beats[b], b < map.beat_energy.size() ? map.beat_energy[b] : 0.0F});
    return beats;
}

/// When beat `index` falls; between beats and beyond them in the tempo of those next to it. At least two
/// beats.
Time time_at(const std::vector<EnergeticBeat>& beats, double index) {
    const auto last = static_cast<double>(beats.size() - 1);
    const auto left = static_cast<std::size_t>(std::clamp(std::floor(index), 0.0, last - 1));
    const Time from = beats[left].beat.at;
    const double step = (beats[left + 1].beat.at - from).seconds();
    return from + Time::from_seconds((index - static_cast<double>(left)) * step);
}

/// Each beat where the one `by` beats later was. Positions in the bar and strengths go with the beat,
/// energies stay with the time.
std::vector<EnergeticBeat> moved(const std::vector<EnergeticBeat>& beats, double by, int meter) {
    if (beats.size() < 2 || by == 0) return beats;
    const auto count = std::ssize(beats);
    const auto reach = static_cast<std::ptrdiff_t>(std::ceil(std::abs(by)));
    std::vector<EnergeticBeat> result;
    for (std::ptrdiff_t b = -reach; b < count + reach; ++b) {
        const double place = static_cast<double>(b) + by;
        if (place <= -1 || place >= static_cast<double>(count)) continue;
        const auto nearest = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(b, 0, count - 1));
        const auto heard =
            static_cast<std::size_t>(std::clamp(std::floor(place), 0.0, static_cast<double>(count - 1)));
        EnergeticBeat piece{beats[nearest].beat, beats[heard].energy};
        piece.beat.at = time_at(beats, place);
        if (piece.beat.position_in_bar > 0 && meter > 0 && b != std::ptrdiff_t(nearest)) {
            const std::ptrdiff_t steps = b - static_cast<std::ptrdiff_t>(nearest);
            const std::ptrdiff_t at = (piece.beat.position_in_bar - 1 + steps) % meter;
            piece.beat.position_in_bar = static_cast<std::uint8_t>((at + meter) % meter + 1);
        }
        result.push_back(piece);
    }
    return result;
}

}  // namespace

Result<MusicMap> correct(MusicMap map, const GridCorrection& correction) {
    const int num = correction.scale_num;
    const int den = correction.scale_den;
    if (!known_scale(num, den))
        return fail(Errc::usage, fmt::format("tempo scale {}/{} is not possible", num, den),
                    "use 1/4, 1/3, 1/2, 2, 3 or 4");
    if (!(std::abs(correction.shift_beats) <= kMostShiftBeats))
        return fail(Errc::usage, fmt::format("a shift by {} beats is not possible", correction.shift_beats),
                    fmt::format("at most {} beats either way", kMostShiftBeats));

    std::vector<EnergeticBeat> beats = with_energies(map);
    if (den > 1) beats = thinned(beats, den, beats_a_bar(map.grid.beats));
    if (num > 1) beats = divided(beats, num, map.grid.duration);
    map.grid.beats.clear();
    map.beat_energy.clear();
    for (EnergeticBeat& b : beats)
        b.beat.at += correction.shift;
    for (const EnergeticBeat& b :
         moved(beats, correction.shift_beats, beats_a_bar(without_energies(beats)))) {
        if (b.beat.at < Time{} || b.beat.at >= map.grid.duration) continue;
        map.grid.beats.push_back(b.beat);
        map.beat_energy.push_back(b.energy);
    }
    map.grid.tempo_bpm = median_tempo_bpm(map.grid.beats);

    if (correction.downbeat != 0) {
        const int count = static_cast<int>(map.grid.beats.size());
        if (correction.downbeat < 0 || correction.downbeat > count)
            return fail(Errc::usage,
                        fmt::format("beat {} is not in the grid of {} beats", correction.downbeat, count));
        const int meter = beats_a_bar(map.grid.beats);
        renumber(map.grid.beats, static_cast<std::size_t>(correction.downbeat - 1), meter > 0 ? meter : 4);
    }
    return map;
}

}  // namespace beatsync::music
