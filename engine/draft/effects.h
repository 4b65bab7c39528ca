#pragma once

#include <cstdint>
#include <string_view>

#include "core/time.h"
#include "draft/draft.h"

// What the effects of a draft mean, for all who make or show them.
namespace beatsync::draft {

/// Where in the source a segment is, since Segment::in, `elapsed` after it began (negative before): its own
/// speed, or what its retime points say.
[[nodiscard]] Time retimed(const Segment& segment, Time elapsed);

/// How strong accents of a kind are on frame `index` of a segment: the strongest one's amount, all of it on
/// the accent's frame, then falling with the square of what is left of its length.
[[nodiscard]] double accent_level(const Segment& segment, AccentKind kind, std::int64_t index);

/// How close its punches ever bring it: 1 without any.
[[nodiscard]] double closest_punch(const Segment& segment);

/// Output frames that the segment before one with this transition is shown beyond its end, and that this one
/// is shown before its beginning: none but in a fade.
[[nodiscard]] std::int64_t run_on_frames(const Transition& transition);
[[nodiscard]] std::int64_t early_frames(const Transition& transition);

/// As people call it: "cut", "cross-fade", "dip to black".
[[nodiscard]] std::string_view name_of(TransitionKind kind);

}  // namespace beatsync::draft
