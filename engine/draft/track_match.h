#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "draft/outline.h"

namespace beatsync::draft {

using Segments = std::vector<const OutlineSegment*>;

/// A track's segments without its gaps; they point into it.
[[nodiscard]] Segments shown_segments(const OutlineTrack& track);

/// What a segment shows, whenever and however loud it does: equal for equal content.
[[nodiscard]] std::string segment_content(const OutlineSegment& segment);

inline constexpr std::size_t kNoTrack = static_cast<std::size_t>(-1);

/// For each track of `after` the one of `before` that it was, or kNoTrack: those of its kind that are wholly
/// alike, then of its name, then with a segment of the same content, then any, in order.
[[nodiscard]] std::vector<std::size_t> match_tracks(const std::vector<OutlineTrack>& before,
                                                    const std::vector<OutlineTrack>& after);

}  // namespace beatsync::draft
