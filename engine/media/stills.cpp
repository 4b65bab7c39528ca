#include "media/stills.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "media/frame_reader.h"
#include "media/scaler.h"
#include "media/sws.h"

namespace beatsync::media {
namespace {

constexpr int kFlags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT;

/// The largest even size of the picture's shape within the limits; never enlarged.
int even(double v) {
    return std::max(2, static_cast<int>(std::lround(v / 2)) * 2);
}

Result<RgbImage> to_rgb(const AVFrame& canvas) {
    RgbImage image{canvas.width, canvas.height, {}};
    const auto stride = static_cast<std::size_t>(image.width) * 3;
    image.pixels.resize(stride * static_cast<std::size_t>(image.height));
    av::FramePtr rgb(av_frame_alloc());
    if (!rgb) return fail(Errc::media, "out of memory");
    rgb->format = AV_PIX_FMT_RGB24;
    rgb->width = image.width;
    rgb->height = image.height;
    if (av_frame_get_buffer(rgb.get(), 0) < 0) return fail(Errc::media, "out of memory");
    Sws sws;
    BEATSYNC_CHECK(sws.scale(canvas, {AV_PIX_FMT_YUV420P, image.width, image.height, false, nullptr}, *rgb,
                             {AV_PIX_FMT_RGB24, image.width, image.height, true, nullptr}, kFlags));
    for (int y = 0; y < image.height; ++y)
        std::memcpy(image.pixels.data() + static_cast<std::size_t>(y) * stride,
                    rgb->data[0] + static_cast<std::ptrdiff_t>(y) * rgb->linesize[0], stride);
    return image;
}

Result<av::FramePtr> as_frame(const RgbImage& image) {
    av::FramePtr f(av_frame_alloc());
    if (!f) return fail(Errc::media, "out of memory");
    f->format = AV_PIX_FMT_RGB24;
    f->width = image.width;
    f->height = image.height;
    if (av_frame_get_buffer(f.get(), 0) < 0) return fail(Errc::media, "out of memory");
    const auto stride = static_cast<std::size_t>(image.width) * 3;
    for (int y = 0; y < image.height; ++y)
        std::memcpy(f->data[0] + static_cast<std::ptrdiff_t>(y) * f->linesize[0],
                    image.pixels.data() + static_cast<std::size_t>(y) * stride, stride);
    return f;
}

Result<std::vector<std::uint8_t>> encode_one(AVCodecID id, AVFrame& frame, int global_quality) {
    av::silence();
    const AVCodec* codec = avcodec_find_encoder(id);
    if (codec == nullptr) return fail(Errc::media, "this build of FFmpeg cannot write this kind of picture");
    const av::CodecPtr c(avcodec_alloc_context3(codec));
    const av::PacketPtr packet(av_packet_alloc());
    if (!c || !packet) return fail(Errc::media, "out of memory");
    c->width = frame.width;
    c->height = frame.height;
    c->pix_fmt = static_cast<AVPixelFormat>(frame.format);
    c->time_base = {1, 25};
    c->color_range = AVCOL_RANGE_JPEG;
    c->thread_count = 1;
    if (global_quality > 0) {
        c->flags |= AV_CODEC_FLAG_QSCALE;
        c->global_quality = global_quality;
        frame.quality = global_quality;
    }
    frame.pts = 0;
    int code = avcodec_open2(c.get(), codec, nullptr);
    if (code >= 0) code = avcodec_send_frame(c.get(), &frame);
    if (code >= 0) code = avcodec_receive_packet(c.get(), packet.get());
    if (code == AVERROR(EAGAIN)) {
        code = avcodec_send_frame(c.get(), nullptr);
        if (code >= 0) code = avcodec_receive_packet(c.get(), packet.get());
    }
    if (code < 0) return fail(Errc::media, "encode picture: " + av::reason(code));
    return std::vector<std::uint8_t>(packet->data, packet->data + packet->size);
}

}  // namespace

Result<RgbImage> read_still(const std::filesystem::path& path, Time at, int max_width, int max_height) {
    BEATSYNC_TRY(FrameReader reader, FrameReader::open(path, {}));
    const MediaInfo info = reader.info();
    BEATSYNC_CHECK(reader.seek(at));
    BEATSYNC_TRY(const std::optional<Frame> frame, reader.next());
    if (!frame || !info.video) return fail(Errc::input, path.string() + ": no picture at " + format_time(at));
    const VideoInfo& video = *info.video;
    const double shrink = std::min(
        {1.0, static_cast<double>(max_width) / video.width, static_cast<double>(max_height) / video.height});
    const int width = std::min(even(video.width * shrink), std::max(2, max_width / 2 * 2));
    const int height = std::min(even(video.height * shrink), std::max(2, max_height / 2 * 2));
    BEATSYNC_TRY(const av::FramePtr canvas, make_canvas(width, height));
    const Crop all{0, 0, static_cast<double>(video.width), static_cast<double>(video.height)};
    BEATSYNC_CHECK(Scaler().draw(*frame->picture, video, all, *canvas, 0, 0, width, height));
    return to_rgb(*canvas);
}

Result<std::vector<std::uint8_t>> encode_png(const RgbImage& image) {
    BEATSYNC_TRY(const av::FramePtr frame, as_frame(image));
    return encode_one(AV_CODEC_ID_PNG, *frame, 0);
}

Result<std::vector<std::uint8_t>> encode_jpeg(const RgbImage& image, int quality_percent) {
    BEATSYNC_TRY(const av::FramePtr rgb, as_frame(image));
    const av::FramePtr yuv(av_frame_alloc());
    if (!yuv) return fail(Errc::media, "out of memory");
    yuv->format = AV_PIX_FMT_YUVJ444P;
    yuv->width = image.width;
    yuv->height = image.height;
    yuv->color_range = AVCOL_RANGE_JPEG;
    if (av_frame_get_buffer(yuv.get(), 0) < 0) return fail(Errc::media, "out of memory");
    Sws sws;
    // JFIF is BT.601, full range.
    BEATSYNC_CHECK(sws.scale(
        *rgb, {AV_PIX_FMT_RGB24, image.width, image.height, true, nullptr}, *yuv,
        {AV_PIX_FMT_YUV444P, image.width, image.height, true, sws_getCoefficients(SWS_CS_ITU601)}, kFlags));
    // FFmpeg's scale is a quantiser: 2 is as good as it gets, 31 as bad.
    const double q = 2 + (100 - std::clamp(quality_percent, 1, 100)) * 29.0 / 99.0;
    return encode_one(AV_CODEC_ID_MJPEG, *yuv, static_cast<int>(std::lround(q * FF_QP2LAMBDA)));
}

}  // namespace beatsync::media
