#pragma once

#include "core/media_info.h"
#include "media/input.h"

namespace beatsync::media {

/// What the container and the first frame shown tell of the pictures. `first_stamp`: that frame's time, in
/// the stream's time base.
[[nodiscard]] VideoInfo describe_video(const Input& input, const AVFrame& first, std::int64_t first_stamp);

/// What the container tells of the sound; `start` as given, `duration` as declared.
[[nodiscard]] AudioInfo describe_audio(const Input& input, Time start);

/// The time from a frame to the next where nothing better is known.
[[nodiscard]] Time nominal_frame_time(const Input& input);

}  // namespace beatsync::media
