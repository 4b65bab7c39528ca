#pragma once

#include <vector>

#include "core/time.h"

namespace beatsync::media {

/// What is worth keeping of a clip's keyframes, in order of time: of those that follow within
/// kKeyframeSpacing of one kept none is, so that there are never more than four a second. None where decoding
/// can begin nearly anywhere (every picture is a keyframe), for then no place is better than another.
/// `keyframes`: in any order; `end`: of the clip.
[[nodiscard]] std::vector<Time> sparse_keyframes(std::vector<Time> keyframes, Time end);

inline constexpr Time kKeyframeSpacing = Time::from_ms(250);

}  // namespace beatsync::media
