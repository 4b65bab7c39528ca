#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "footage/clip_map.h"
#include "plan/bars.h"
#include "plan/cadence.h"
#include "plan/picker.h"
#include "plan/standing.h"

namespace beatsync::plan {

/// "a.mp4" of "clips/a.mp4".
[[nodiscard]] std::string_view file_name(std::string_view path);

/// "bar 5 beat 1, new section; dogs.mp4 shot 3 from 0:04.120: best of 31 places, sharpness 0.82, motion 0.40"
[[nodiscard]] std::string explain(const Slot& slot, const Piece& piece, std::span<const BarPlace> places,
                                  const footage::ClipMap& clip);

/// A sentence for each kind of thing that was given up, and for clips that are not in the video.
[[nodiscard]] std::vector<std::string> notes_on(std::span<const Slot> slots, std::span<const Piece> pieces,
                                                std::span<const footage::ClipMap> clips,
                                                std::span<const Standing> standings, const Clock& clock);

}  // namespace beatsync::plan
