#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace beatsync::draft {

// How summaries say things.

/// On one line of a terminal whatever is in it: no control characters, not too long, whole characters.
[[nodiscard]] std::string tidy(std::string_view text);

/// "city timelapse.mp4" of "clips/city timelapse.mp4"; the query of an address left out.
[[nodiscard]] std::string_view file_name(std::string_view path);

/// "city timelapse" of "city timelapse.mp4".
[[nodiscard]] std::string_view stem(std::string_view file_name);

/// Seconds, with a decimal only where there is one: "10", "2.5".
[[nodiscard]] std::string seconds(Time t);

/// "0-2.5s"
[[nodiscard]] std::string time_range(Time begin, Time end);

/// Amplitude 0.35 as 35, at most 9999.
[[nodiscard]] int percent(double volume);

}  // namespace beatsync::draft
