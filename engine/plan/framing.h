#pragma once

#include "draft/draft.h"
#include "footage/clip_map.h"

namespace beatsync::plan {

/// What one would look at in a piece of a clip (any piece of a still): the middle of what its moments say,
/// the surer ones counting more.
[[nodiscard]] footage::Focus focus_of(const footage::ClipMap& clip, TimeRange piece);

/// Sure enough to leave the middle for.
[[nodiscard]] bool is_sure(const footage::Focus& focus);

/// How a piece is laid on the canvas. A crop stands still, with the focus in its middle as far as the
/// picture reaches; where the focus is uncertain, or hardly beside the middle, it is the picture's middle.
[[nodiscard]] draft::Framing framing_of(const footage::ClipMap& clip, TimeRange piece, draft::Fit fit,
                                        const draft::Canvas& canvas);

/// The same for a still, which moves: closer to its focus, or away from it.
[[nodiscard]] draft::Framing framing_of_still(const footage::ClipMap& clip, draft::Fit fit,
                                              const draft::Canvas& canvas, Time length, bool inwards);

}  // namespace beatsync::plan
