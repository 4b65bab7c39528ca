#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "footage/clip_map.h"
#include "plan/planner.h"

namespace beatsync::plan {

/// How a clip stands among the others, before any slot is looked at.
struct Standing {
    double enlargement = 1;    ///< how many pixels of the canvas, along a line, show one of the clip's
    int rounds_a_turn = 1;     ///< more than 1: it has a turn only every so many rounds
    double weight = 1;         ///< the user's: turns it has for one of the others'; 0 = a spare
    bool last_resort = false;  ///< far too small: shown when nothing else is left that was not
    std::optional<std::size_t> same_as;  ///< the same footage as this clip, which stands for both

    /// Only where nothing else will do: so says the user.
    [[nodiscard]] bool spare() const { return weight <= 0; }
    /// Whether there is something new in it that one would want to show.
    [[nodiscard]] bool wanted() const { return !same_as && !last_resort && !spare(); }
};

/// One a clip. With Order::given nothing but copies stands back: the order is the user's.
[[nodiscard]] std::vector<Standing> standings_of(std::span<const footage::ClipMap> clips,
                                                 const PlanOptions& options);

}  // namespace beatsync::plan
