#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/time.h"
#include "footage/clip_map.h"
#include "plan/cadence.h"

namespace beatsync::plan {

/// How well the movements that a piece shows fall on the music's beats, for one slot of the output. What a
/// "movement" is, footage::VisualBeat says. The search follows from the shape of the measure: closeness to the
/// beats is linear between them and has its peaks on them, so the best place for a piece puts some movement
/// exactly on some beat, and only such places need be tried.
class BeatFit {
public:
    /// `beats` of the song, in order.
    BeatFit(std::span<const Time> beats, const Slot& slot, const Clock& clock);

    /// No beat is near: nothing fits better than anything else.
    [[nodiscard]] bool empty() const { return beats_.size() < 2; }
    /// Half of the longest time between beats around here: as far as a piece need be moved to get any one
    /// movement onto a beat.
    [[nodiscard]] Time reach() const { return reach_; }

    /// −∞ to ∞ in theory; a movement of full strength on a beat adds 1, midway between beats −1, and chance
    /// gives 0 on average, so that a piece without movements is neither good nor bad. Movements at the very
    /// edge of the piece count less: the cut hides them. `movements` of the clip, in order of time.
    [[nodiscard]] double fit(std::span<const footage::VisualBeat> movements, Time in) const;

    /// In-points within [first, last] that put a movement on a beat.
    [[nodiscard]] std::vector<Time> places(std::span<const footage::VisualBeat> movements, Time first,
                                           Time last) const;

    /// How many movements a viewer sees on a beat.
    [[nodiscard]] std::size_t on_beats(std::span<const footage::VisualBeat> movements, Time in) const;

private:
    struct Nearest {
        Time distance;
        Time half;  ///< of the time between the beats around
    };
    [[nodiscard]] Nearest nearest(Time offset) const;
    [[nodiscard]] bool seen(Time offset) const;

    std::vector<Time> beats_;  // from the slot's first frame; with those right before and after it
    Time length_;
    Time reach_;
};

}  // namespace beatsync::plan
