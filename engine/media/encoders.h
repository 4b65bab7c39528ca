#pragma once

#include <memory>
#include <string>

#include "core/error.h"
#include "media/av.h"
#include "media/encoder_input.h"
#include "media/encoder_table.h"
#include "media/mp4_writer.h"

namespace beatsync::media {

/// Frees an encoder, drained or not.
struct EncoderCloser {
    void operator()(AVCodecContext* encoder) const noexcept;
};
using EncoderPtr = std::unique_ptr<AVCodecContext, EncoderCloser>;

/// An opened video encoder for pictures of options.format at a constant rate (time base 1/rate), and what
/// brings them to it. Errc::usage when this build has no encoder of that name, or it cannot do what is asked;
/// Errc::media when it will not open.
struct VideoEncoder {
    const EncoderRow* row = nullptr;
    EncoderPtr context;
    EncoderInput input;
};
[[nodiscard]] Result<VideoEncoder> open_video_encoder(const WriterOptions& options);

/// An opened AAC encoder for planar float samples.
[[nodiscard]] Result<EncoderPtr> open_audio_encoder(const WriterOptions& options);

}  // namespace beatsync::media
