#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/cadence.h"

namespace beatsync::plan {

/// Splits slots on beats until every clip that is too short for the slots has one that it can fill, as far as
/// the beats and the rules allow. `longest_frames`: the longest piece of each clip, in output frames.
[[nodiscard]] std::vector<Slot> make_room_for_short(std::vector<Slot> slots, const BeatFacts& facts,
                                                    const Clock& clock,
                                                    std::span<const std::int64_t> longest_frames,
                                                    const CadenceRules& rules);

}  // namespace beatsync::plan
