#pragma once

#include <cstdint>
#include <string>

#include "core/time.h"

// SMPTE ST 12-1 timecode: names for frame numbers.
namespace beatsync::interchange {

/// How frames are counted.
struct Timebase {
    Rate rate;         ///< exact: 30000/1001
    int nominal = 30;  ///< frames that a timecode second counts
    bool drop_frame =
        false;  ///< 29.97 and 59.94: frame numbers are dropped so that timecode follows the clock
    friend bool operator==(const Timebase&, const Timebase&) = default;
};

/// The broadcast rate (23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60) in which every frame of `rate` begins on
/// a frame: 15 → 30, 12.5 → 25. Where there is none, the nearest.
[[nodiscard]] Timebase timebase_for(Rate rate);

/// "01:02:03:04"; with drop frame "01:02:03;04". Frames after 24 hours begin again at 0, as tape does.
/// `frame` is not negative.
[[nodiscard]] std::string format_timecode(std::int64_t frame, const Timebase& timebase);

/// The number of the frame that is called 01:00:00:00.
[[nodiscard]] std::int64_t frames_in_hour(const Timebase& timebase);

}  // namespace beatsync::interchange
