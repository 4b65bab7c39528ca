#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "music/music_map.h"
#include "plan/bars.h"
#include "plan/planner.h"

namespace beatsync::plan {

/// The part of the song that is heard.
struct Excerpt {
    Time start;
    Time length;
    bool free_length = false;  ///< nobody asked for this length: it may be shorter
    std::string why;           ///< "the most energetic section with its build-up"
};

struct ExcerptRequest {
    const music::MusicMap& music;
    std::span<const BarPlace> places;  ///< one a beat
    std::span<const float> drive;      ///< one a beat
    const PlanOptions& options;
    Time footage;                 ///< what the clips fill without showing anything twice
    std::optional<Time> at_most;  ///< an earlier try ran out of footage here
};

/// Where the excerpt begins and how long it is. Begins on a downbeat and ends on a bar where that is free.
/// Adds a note when the song is shorter than asked. Errc::usage: a start after the song's end, pins that no
/// excerpt of the asked length can hold.
[[nodiscard]] Result<Excerpt> choose_excerpt(const ExcerptRequest& request, std::vector<std::string>& notes);

}  // namespace beatsync::plan
