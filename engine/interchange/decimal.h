#pragma once

#include <string>

#include "core/time.h"

namespace beatsync::interchange {

/// Seconds with six decimals, a point whatever the locale: all of a Time, exactly.
[[nodiscard]] std::string decimal(Time t);

/// Six decimals, a point whatever the locale; 0 for what is not finite, so that no reader chokes on "nan".
[[nodiscard]] std::string decimal(double value);

}  // namespace beatsync::interchange
