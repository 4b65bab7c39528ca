#pragma once

#include "core/time.h"

namespace beatsync::media {

/// How long browsers show a picture of an animation that asks for `declared`: under 20 ms it is taken for
/// "as fast as you can" of the 1990s, and shown for 100 ms. libavformat does the same of GIFs.
[[nodiscard]] constexpr Time shown_delay(Time declared) {
    return declared < Time::from_ms(20) ? Time::from_ms(100) : declared;
}

/// How often to play an animation of `length` that asks for `plays` (0 = without end): it makes a clip of ten
/// seconds at most, so that a short one fills a longer piece, as it does where people know it from.
[[nodiscard]] constexpr int clip_plays(Time length, int plays) {
    constexpr Time kClip = Time::from_ms(10'000);
    if (length <= Time{} || length >= kClip) return 1;
    const auto fit = static_cast<int>(kClip.us / length.us);
    return plays == 0 || plays > fit ? fit : plays;
}

}  // namespace beatsync::media
