#include "media/encoder_input.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

namespace beatsync::media {
namespace {

AVPixelFormat taken_by(const EncoderRow& row, const PictureFormat& format) {
    const bool deep = format.bit_depth > 8;
    switch (row.family) {
        case EncoderFamily::nvenc:
            return deep ? AV_PIX_FMT_P010 : AV_PIX_FMT_YUV420P;
        case EncoderFamily::qsv:
        case EncoderFamily::vaapi:
            return deep ? AV_PIX_FMT_P010 : AV_PIX_FMT_NV12;
        default:
            return pixel_format(format);
    }
}

Error device_error(int code) {
    return {Errc::media, "graphics device: " + av::reason(code), ""};
}

}  // namespace

Result<void> EncoderInput::prepare(AVCodecContext& encoder, const EncoderRow& row,
                                   const PictureFormat& format) {
    ours_ = pixel_format(format);
    theirs_ = taken_by(row, format);
    encoder.pix_fmt = theirs_;
    if (row.family == EncoderFamily::vaapi) return open_device(encoder);
    return {};
}

Result<void> EncoderInput::open_device(AVCodecContext& encoder) {
    AVBufferRef* raw = nullptr;
    int code = av_hwdevice_ctx_create(&raw, AV_HWDEVICE_TYPE_VAAPI, nullptr, nullptr, 0);
    const BufferPtr device(raw);
    if (code < 0) return fail(device_error(code));
    frames_.reset(av_hwframe_ctx_alloc(device.get()));
    if (!frames_) return fail(device_error(AVERROR(ENOMEM)));
    auto& pool = *reinterpret_cast<AVHWFramesContext*>(frames_->data);
    pool.format = AV_PIX_FMT_VAAPI;
    pool.sw_format = theirs_;
    pool.width = encoder.width;
    pool.height = encoder.height;
    pool.initial_pool_size = 20;
    code = av_hwframe_ctx_init(frames_.get());
    if (code < 0) return fail(device_error(code));
    encoder.pix_fmt = AV_PIX_FMT_VAAPI;
    encoder.hw_frames_ctx = av_buffer_ref(frames_.get());
    if (encoder.hw_frames_ctx == nullptr) return fail(device_error(AVERROR(ENOMEM)));
    return {};
}

Result<av::FramePtr> EncoderInput::convert(const AVFrame& picture) {
    av::FramePtr frame;
    if (theirs_ == ours_) {
        frame.reset(av_frame_clone(&picture));
        if (!frame) return fail(device_error(AVERROR(ENOMEM)));
    } else {
        frame.reset(av_frame_alloc());
        if (!frame) return fail(device_error(AVERROR(ENOMEM)));
        frame->format = theirs_;
        frame->width = picture.width;
        frame->height = picture.height;
        int code = av_frame_get_buffer(frame.get(), 0);
        if (code >= 0) code = av_frame_copy_props(frame.get(), &picture);
        if (code < 0) return fail(device_error(code));
        BEATSYNC_CHECK(sws_.scale(picture, {ours_, picture.width, picture.height, false, nullptr}, *frame,
                                  {theirs_, picture.width, picture.height, false, nullptr}, SWS_POINT));
    }
    if (!frames_) return frame;
    av::FramePtr there(av_frame_alloc());
    if (!there) return fail(device_error(AVERROR(ENOMEM)));
    int code = av_hwframe_get_buffer(frames_.get(), there.get(), 0);
    if (code >= 0) code = av_hwframe_transfer_data(there.get(), frame.get(), 0);
    if (code >= 0) code = av_frame_copy_props(there.get(), frame.get());
    if (code < 0) return fail(device_error(code));
    return there;
}

}  // namespace beatsync::media
