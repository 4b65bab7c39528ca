#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/time.h"
#include "footage/clip_map.h"
#include "plan/cadence.h"
#include "plan/clip_pool.h"

namespace beatsync::plan {

using Movements = std::span<const footage::VisualBeat>;  ///< of a clip, in order of time

/// How well the movements that a piece shows fall on the music's beats, for one slot of the output.
class BeatFit {
public:
    /// `beats` of the song, in order.
    BeatFit(std::span<const Time> beats, const Slot& slot, const Clock& clock);

    /// There are no beats to tell near from far: no place is better than another.
    [[nodiscard]] bool empty() const { return beats_.size() < 2; }

    /// The sum over what is shown: a movement of full strength on a beat adds 1, midway between beats −1, so
    /// that chance gives 0, as does a piece in which nothing happens. Right beside a cut it counts less.
    [[nodiscard]] double fit(Movements movements, Time in) const;

    /// Of the places up to half a beat from `place.in`, within what it may be moved, the one that fits best;
    /// place.in itself where none is better.
    [[nodiscard]] Time best(const ClipPool& pool, const Candidate& place) const;

    /// How many movements one sees on a beat, as good as together, other than beside a cut.
    [[nodiscard]] std::size_t on_beats(Movements movements, Time in) const;

private:
    template <class Use>
    void for_each_shown(Movements movements, Time in, Use use) const;
    [[nodiscard]] std::vector<Time> places(Movements movements, TimeRange ins) const;
    [[nodiscard]] bool beside_cut(Time offset) const;

    std::vector<Time> beats_;  // from the slot's first frame; with those right before and after it
    Time length_;
    Time reach_;  // half of the longest time between them
};

}  // namespace beatsync::plan
