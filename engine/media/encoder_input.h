#pragma once

#include "core/error.h"
#include "media/encoder_table.h"
#include "media/sws.h"

namespace beatsync::media {

/// Brings finished pictures (YUV420P, YUV420P10) into the form and the memory that an encoder takes: as they
/// are, interleaved (NV12, P010), or on a device.
class EncoderInput {
public:
    /// Sets the pixel format of `encoder`, which is not open yet and has its size, and for VAAPI the device.
    /// Errc::media when there is no device.
    Result<void> prepare(AVCodecContext& encoder, const EncoderRow& row, const PictureFormat& format);

    /// A picture for the encoder; without copying where it takes ours.
    Result<av::FramePtr> convert(const AVFrame& picture);

private:
    struct BufferDeleter {
        void operator()(AVBufferRef* p) const noexcept { av_buffer_unref(&p); }
    };
    using BufferPtr = std::unique_ptr<AVBufferRef, BufferDeleter>;

    Result<void> open_device(AVCodecContext& encoder);

    AVPixelFormat ours_ = AV_PIX_FMT_YUV420P;
    AVPixelFormat theirs_ = AV_PIX_FMT_YUV420P;  // in our memory
    BufferPtr frames_;                           // of the device; null = it takes our memory
    Sws sws_;
};

}  // namespace beatsync::media
