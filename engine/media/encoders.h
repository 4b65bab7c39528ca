#pragma once

#include <string>

#include "core/error.h"
#include "media/av.h"
#include "media/encoder_input.h"
#include "media/encoder_table.h"
#include "media/mp4_writer.h"

namespace beatsync::media {

/// An opened video encoder for pictures of options.format at a constant rate (time base 1/rate), and what
/// brings them to it. Errc::usage when this build has no encoder of that name, or it cannot do what is asked;
/// Errc::media when it will not open.
struct VideoEncoder {
    const EncoderRow* row = nullptr;
    av::CodecPtr context;
    EncoderInput input;
};
[[nodiscard]] Result<VideoEncoder> open_video_encoder(const WriterOptions& options);

/// To be called before an encoder is freed that may not have been drained: SVT-AV1 1.4 waits for ever when it
/// is closed without a frame and the end of all.
void end(const VideoEncoder& encoder);

/// An opened AAC encoder for planar float samples.
[[nodiscard]] Result<av::CodecPtr> open_audio_encoder(const WriterOptions& options);

}  // namespace beatsync::media
