#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draft/draft.h"

// What is said about drafts and their segments, in words; the same on the terminal and on the page. Names are
// as they are in the draft: whoever shows them makes them printable.
namespace beatsync::report {

/// "1080x1920, 30 fps, 0:12.000 (360 frames), 3 tracks, mixed to -14 LUFS"
[[nodiscard]] std::string headline(const draft::Draft& draft);

[[nodiscard]] std::string_view kind_name(draft::TrackKind kind);

/// The source's path, the text in quotes, or "(gap)".
[[nodiscard]] std::string what_it_shows(const draft::Segment& segment);

/// What is set and not as usual: "pad", "zoom 1-1.15", "sound", "-3.1 dB", "fade in 0.010".
[[nodiscard]] std::vector<std::string> details(const draft::Segment& segment, draft::TrackKind kind);

}  // namespace beatsync::report
