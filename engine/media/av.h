#pragma once

// The only header that may name an AV type. Everything that libav hands out is owned by one of these.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::media::av {

struct Deleter {
    void operator()(AVFormatContext* p) const noexcept;  ///< closes an input
    void operator()(AVCodecContext* p) const noexcept { avcodec_free_context(&p); }
    void operator()(AVFrame* p) const noexcept { av_frame_free(&p); }
    void operator()(AVPacket* p) const noexcept { av_packet_free(&p); }
    void operator()(AVFilterGraph* p) const noexcept { avfilter_graph_free(&p); }
    void operator()(AVFilterInOut* p) const noexcept { avfilter_inout_free(&p); }
    void operator()(SwsContext* p) const noexcept { sws_freeContext(p); }
    void operator()(SwrContext* p) const noexcept { swr_free(&p); }
    void operator()(AVIOContext* p) const noexcept { avio_closep(&p); }
};

template <class T>
using Ptr = std::unique_ptr<T, Deleter>;
using FormatPtr = Ptr<AVFormatContext>;
using CodecPtr = Ptr<AVCodecContext>;
using FramePtr = Ptr<AVFrame>;
using PacketPtr = Ptr<AVPacket>;
using GraphPtr = Ptr<AVFilterGraph>;
using SwsPtr = Ptr<SwsContext>;
using SwrPtr = Ptr<SwrContext>;
using IoPtr = Ptr<AVIOContext>;

/// A time stamp in units of `base`, to the nearest microsecond.
[[nodiscard]] inline Time to_time(std::int64_t stamp, AVRational base) {
    return Time{mul_div(stamp, std::int64_t{base.num} * 1'000'000, base.den)};
}

/// Whether the decoder says that anything is wrong with a frame, though it may look right.
[[nodiscard]] inline bool is_faulty(const AVFrame& frame) {
    return (frame.flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags != 0;
}

/// Stops libav from writing to stderr; errors come back as Results instead. Cheap to call again.
void silence();

/// libav's own words for an error code.
[[nodiscard]] std::string reason(int averror);

}  // namespace beatsync::media::av
