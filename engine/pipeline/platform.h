#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "draft/draft.h"
#include "pipeline/canvas.h"

// What the services that videos are made for take.
namespace beatsync::pipeline {

struct Platform {
    std::string_view name;   ///< as --for has it
    std::string_view label;  ///< as people write it
    Aspect aspect;
    std::string_view aspect_text;
    int short_side;
    double min_fps;
    double max_fps;
    Time shortest;  ///< 0 = no limit
    Time longest;
    std::string_view beyond;    ///< what to do with longer ones, besides making them shorter; may be empty
    double loudness_lufs;       ///< louder sound is turned down there
    std::int64_t max_bit_rate;  ///< of the pictures, bits a second; 0 = no limit
    std::int64_t max_bytes;     ///< 0 = no limit
    std::string_view codecs;    ///< FFmpeg's names, separated by blanks
};

/// Null for a name that is not one of platform_names().
[[nodiscard]] const Platform* find_platform(std::string_view name);

/// "tiktok, reels, …"
[[nodiscard]] std::string platform_names();

/// Errc::usage when a video of this length is refused there, with what to do about it.
Result<void> check_length(const Platform& platform, Time length);

/// Length as above; and a sentence for each thing that the platform takes otherwise, or not at all. `codec`
/// is FFmpeg's name ("h264"), `canvas` what will be rendered.
[[nodiscard]] Result<std::vector<std::string>> check_draft(const Platform& platform,
                                                           const draft::Draft& draft,
                                                           const draft::Canvas& canvas,
                                                           const std::string& codec);

/// What of a finished file is beyond the platform's limits, a sentence each.
[[nodiscard]] std::vector<std::string> check_file(const Platform& platform, std::int64_t bytes, Time length);

}  // namespace beatsync::pipeline
