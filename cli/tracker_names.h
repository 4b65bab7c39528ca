#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "music/analyser.h"

// The trackers that are built in, under the names that users know them by: the one list of them.
namespace beatsync::cli {

[[nodiscard]] std::span<const std::pair<std::string_view, music::TrackerKind>> tracker_names();

/// "beatsync|aubio": for help texts, and for completion.
[[nodiscard]] std::string tracker_choices();

/// Errc::usage names those there are.
[[nodiscard]] Result<music::TrackerKind> parse_tracker(std::string_view option, const std::string& text);

}  // namespace beatsync::cli
