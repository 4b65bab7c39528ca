#pragma once

#include <string>

#include "core/error.h"
#include "media/av.h"
#include "media/mp4_writer.h"

namespace beatsync::media {

/// An opened H.264 or HEVC encoder for BT.709 limited YUV420P frames at a constant rate (time base 1/rate).
/// Errc::usage when this build has no encoder of that name, Errc::media when it will not open.
[[nodiscard]] Result<av::CodecPtr> open_video_encoder(const WriterOptions& options);

/// An opened AAC encoder for planar float samples.
[[nodiscard]] Result<av::CodecPtr> open_audio_encoder(const WriterOptions& options);

}  // namespace beatsync::media
