#include "media/shrinker.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "media/orient.h"
#include "media/tone_curve.h"

namespace beatsync::media {
namespace {

bool is_full_range(const AVFrame& frame) {
    switch (frame.format) {
        case AV_PIX_FMT_YUVJ420P:
        case AV_PIX_FMT_YUVJ422P:
        case AV_PIX_FMT_YUVJ444P:
        case AV_PIX_FMT_YUVJ440P:
        case AV_PIX_FMT_YUVJ411P:
            return true;
        default:
            return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

/// Whether its components lie in whole bytes, in this machine's order.
bool is_plain(const AVPixFmtDescriptor& format) {
    constexpr std::uint64_t kStrange =
        AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT;
    if ((format.flags & kStrange) != 0) return false;
    for (int i = 0; i < format.nb_components; ++i) {
        const AVComponentDescriptor& c = format.comp[i];
        if (c.depth < 8 || c.depth + c.shift > 16) return false;
        if (c.depth + c.shift > 8 && ((format.flags & AV_PIX_FMT_FLAG_BE) != 0 || c.step % 2 != 0))
            return false;
    }
    return true;
}

Component component(const AVFrame& frame, const AVPixFmtDescriptor& format, int index) {
    const AVComponentDescriptor& c = format.comp[index];
    const bool chroma = (index == 1 || index == 2) && (format.flags & AV_PIX_FMT_FLAG_RGB) == 0;
    Component made;
    made.data = frame.data[c.plane] + c.offset;
    made.stride = frame.linesize[c.plane];
    made.width = chroma ? AV_CEIL_RSHIFT(frame.width, format.log2_chroma_w) : frame.width;
    made.height = chroma ? AV_CEIL_RSHIFT(frame.height, format.log2_chroma_h) : frame.height;
    made.sample_bytes = c.depth + c.shift > 8 ? 2 : 1;
    made.step = c.step / made.sample_bytes;
    made.depth = c.depth;
    made.shift = c.shift;
    return made;
}

std::uint8_t to_byte(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

}  // namespace

Shrinker::Shrinker(const VideoInfo& info, int long_side)
    : dynamic_range_(info.dynamic_range),
      rotation_degrees_(info.rotation_degrees),
      mirrored_(info.mirrored),
      linear_table_(BoxAverager::kLevels) {
    const bool lies = info.rotation_degrees % 180 != 0;
    const double width = lies ? info.height : info.width;
    const double height = lies ? info.width : info.height;
    const double scale = std::min(1.0, long_side / std::max(width, height));
    width_ = std::max(1, static_cast<int>(std::lround(width * scale)));
    height_ = std::max(1, static_cast<int>(std::lround(height * scale)));
    constexpr double kWhite = 255 * 4;  // of 8 bits, on the scale of ten
    for (std::size_t i = 0; i < linear_table_.size(); ++i)
        linear_table_[i] = to_byte(static_cast<double>(i) / kWhite);
}

/// From code values to bytes of full range; PQ and HLG brought to what SDR shows.
void Shrinker::build_tables(bool full_range) {
    if (full_range_ == full_range) return;
    full_range_ = full_range;
    luma_table_.resize(BoxAverager::kLevels);
    chroma_table_.resize(BoxAverager::kLevels);
    // ITU-R BT.709 and BT.2100, quantisation at ten bits.
    const double black = full_range ? 0 : 64;
    const double luma_range = full_range ? 1020 : 876;
    const double chroma_range = full_range ? 1020 : 896;
    for (std::size_t i = 0; i < BoxAverager::kLevels; ++i) {
        const double code = static_cast<double>(i);
        luma_table_[i] = to_byte(to_sdr((code - black) / luma_range, dynamic_range_));
        chroma_table_[i] = to_byte((code - 512) / chroma_range + 128.0 / 255);
    }
}

void Shrinker::Plane::resize(int w, int h) {
    width = w;
    height = h;
    samples.resize(static_cast<std::size_t>(w) * static_cast<std::size_t>(h));
}

Result<PictureView> Shrinker::shrink(const AVFrame& frame) {
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    if (format == nullptr || frame.width <= 0 || frame.height <= 0)
        return fail(Errc::media, "a frame without a pixel format");
    if (!is_plain(*format)) {
        BEATSYNC_TRY(const av::FramePtr converted, to_rgb(frame));
        shrink_rgb(*converted);
    } else if ((format->flags & AV_PIX_FMT_FLAG_RGB) != 0) {
        shrink_rgb(frame);
    } else {
        shrink_yuv(frame);
    }
    PictureView view;
    view.luma = upright(planes_[0], turned_[0]);
    view.cb = upright(planes_[1], turned_[1]);
    view.cr = upright(planes_[2], turned_[2]);
    return view;
}

void Shrinker::shrink_yuv(const AVFrame& frame) {
    const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    build_tables(is_full_range(frame));
    planes_[0].resize(width_, height_);
    averager_.shrink(component(frame, format, 0), width_, height_, luma_table_, planes_[0].samples.data());
    const bool grey = format.nb_components < 3;
    for (int i = 1; i < 3; ++i) {
        Plane& plane = planes_[static_cast<std::size_t>(i)];
        plane.resize((width_ + 1) / 2, (height_ + 1) / 2);
        if (grey)
            std::fill(plane.samples.begin(), plane.samples.end(), std::uint8_t{128});
        else
            averager_.shrink(component(frame, format, i), plane.width, plane.height, chroma_table_,
                             plane.samples.data());
    }
}

/// Averages R, G and B, and makes BT.709 luma and chroma of the few pixels left.
void Shrinker::shrink_rgb(const AVFrame& frame) {
    const AVPixFmtDescriptor& format = *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    for (int i = 0; i < 3; ++i) {
        Plane& plane = planes_[static_cast<std::size_t>(i)];
        plane.resize(width_, height_);
        averager_.shrink(component(frame, format, i), width_, height_, linear_table_, plane.samples.data());
    }
    for (std::size_t i = 0; i < planes_[0].samples.size(); ++i) {
        const double r = planes_[0].samples[i] / 255.0;
        const double g = planes_[1].samples[i] / 255.0;
        const double b = planes_[2].samples[i] / 255.0;
        const double y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        planes_[0].samples[i] = to_byte(y);
        planes_[1].samples[i] = to_byte((b - y) / 1.8556 + 128.0 / 255);
        planes_[2].samples[i] = to_byte((r - y) / 1.5748 + 128.0 / 255);
    }
}

/// Palettes and other rare layouts, through libswscale.
Result<av::FramePtr> Shrinker::to_rgb(const AVFrame& frame) {
    av::FramePtr made(av_frame_alloc());
    if (!made) return fail(Errc::media, "out of memory");
    made->format = AV_PIX_FMT_RGB24;
    made->width = width_;
    made->height = height_;
    sws_.reset(sws_getCachedContext(sws_.release(), frame.width, frame.height,
                                    static_cast<AVPixelFormat>(frame.format), width_, height_,
                                    AV_PIX_FMT_RGB24, SWS_AREA, nullptr, nullptr, nullptr));
    if (!sws_ || av_frame_get_buffer(made.get(), 0) < 0)
        return fail(Errc::media, "cannot convert its pixels");
    sws_scale(sws_.get(), frame.data, frame.linesize, 0, frame.height, made->data, made->linesize);
    return made;
}

PlaneView Shrinker::upright(const Plane& plane, Plane& turned) const {
    const PlaneView lying{plane.samples.data(), plane.width, plane.width, plane.height};
    if (rotation_degrees_ == 0 && !mirrored_) return lying;
    const bool swapped = rotation_degrees_ % 180 != 0;
    turned.resize(swapped ? plane.height : plane.width, swapped ? plane.width : plane.height);
    copy_turned(lying, {rotation_degrees_, mirrored_}, turned.samples.data(), turned.width);
    return {turned.samples.data(), turned.width, turned.width, turned.height};
}

}  // namespace beatsync::media
