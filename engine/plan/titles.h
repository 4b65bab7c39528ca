#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "draft/draft.h"
#include "music/music_map.h"
#include "plan/bars.h"
#include "plan/cadence.h"
#include "plan/planner.h"

namespace beatsync::plan {

struct TitleFacts {
    std::span<const music::Beat> beats;
    std::span<const BarPlace> places;  ///< one a beat
    Clock clock;
    std::int64_t end_frame = 0;  ///< of the video
};

struct PlannedTitles {
    std::vector<draft::Track> tracks;   ///< text tracks, as few as hold titles that are shown together
    std::vector<std::string> left_out;  ///< as in Plan
    std::vector<std::string> notes;
};

/// Titles begin and end on beats, where beats are near. In one place there is one title at a time: an earlier
/// one ends where the next begins.
[[nodiscard]] PlannedTitles plan_titles(std::span<const TitleRequest> requests, const TitleFacts& facts);

}  // namespace beatsync::plan
