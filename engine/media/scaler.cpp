#include "media/scaler.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

#include "media/colour.h"
#include "media/colour_graph.h"
#include "media/geometry.h"
#include "media/orient.h"
#include "media/resampler.h"
#include "media/sws.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace beatsync::media {
namespace {

constexpr int kScaleFlags = SWS_BICUBIC;
constexpr int kExactFlags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP;
constexpr int kBlackLuma = 16;  // of 8 bits
constexpr int kNoChroma = 128;

struct Size {
    int width = 0;
    int height = 0;
    friend bool operator==(const Size&, const Size&) = default;
};

Error out_of_memory() {
    return {Errc::media, "scale: out of memory", ""};
}

Result<av::FramePtr> make_frame(AVPixelFormat format, Size size) {
    av::FramePtr f(av_frame_alloc());
    if (!f) return fail(out_of_memory());
    f->format = format;
    f->width = size.width;
    f->height = size.height;
    if (av_frame_get_buffer(f.get(), 0) < 0) return fail(out_of_memory());
    return f;
}

/// `frame` as a picture of this size and format, its buffer kept from call to call.
Result<AVFrame*> sized(av::FramePtr& frame, AVPixelFormat format, Size size) {
    const bool fits = frame && frame->format == format && Size{frame->width, frame->height} == size;
    if (!fits) {
        BEATSYNC_TRY(frame, make_frame(format, size));
    }
    return frame.get();
}

/// A reference to the part of a frame that a whole-sample crop leaves.
Result<av::FramePtr> cropped(const AVFrame& source, const Crop& crop) {
    av::FramePtr f(av_frame_clone(&source));
    if (!f) return fail(out_of_memory());
    const auto whole = [](double v) { return static_cast<std::size_t>(std::lround(v)); };
    f->crop_left = whole(crop.x);
    f->crop_top = whole(crop.y);
    f->crop_right = static_cast<std::size_t>(source.width) - whole(crop.x + crop.width);
    f->crop_bottom = static_cast<std::size_t>(source.height) - whole(crop.y + crop.height);
    if (const int code = av_frame_apply_cropping(f.get(), AV_FRAME_CROP_UNALIGNED); code < 0)
        return fail(Errc::media, "crop: " + av::reason(code));
    return f;
}

int bytes_a_sample(const AVFrame& f) {
    return is_deep(f) ? 2 : 1;
}

/// A frame whose planes are those of a rectangle of `canvas`; owns nothing.
AVFrame window_of(const AVFrame& canvas, int x, int y, int width, int height) {
    AVFrame w{};
    w.format = canvas.format;
    w.width = width;
    w.height = height;
    for (std::size_t p = 0; p < 3; ++p) {
        const int shift = p == 0 ? 0 : 1;
        w.linesize[p] = canvas.linesize[p];
        w.data[p] = canvas.data[p] + static_cast<std::ptrdiff_t>(y >> shift) * canvas.linesize[p] +
                    static_cast<std::ptrdiff_t>(x >> shift) * bytes_a_sample(canvas);
    }
    return w;
}

PlaneView plane_of(const AVFrame& f, std::size_t p) {
    const int shift = p == 0 ? 0 : 1;
    return {f.data[p], f.linesize[p], (f.width + shift) >> shift, (f.height + shift) >> shift};
}

void copy_upright(const AVFrame& source, const Orientation& turn, AVFrame& target) {
    for (std::size_t p = 0; p < 3; ++p)
        copy_turned(plane_of(source, p), turn, target.data[p], target.linesize[p], bytes_a_sample(target));
}

const int* sws_matrix(AVColorSpace matrix) {
    return matrix == AVCOL_SPC_RGB ? nullptr : sws_getCoefficients(matrix);
}

bool has_alpha(const AVFrame& f) {
    const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(f.format));
    return d != nullptr && (d->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

/// Multiplies by alpha what is in front of black.
void put_over_black(AVFrame& rgba) {
    for (int y = 0; y < rgba.height; ++y) {
        std::uint8_t* p = rgba.data[0] + static_cast<std::ptrdiff_t>(y) * rgba.linesize[0];
        for (int x = 0; x < rgba.width; ++x, p += 4)
            for (int c = 0; c < 3; ++c)
                p[c] = static_cast<std::uint8_t>((p[c] * p[3] + 127) / 255);
    }
}

Size chroma_step(const AVFrame& f) {
    const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(f.format));
    return {1 << d->log2_chroma_w, 1 << d->log2_chroma_h};
}

Crop whole_of(const AVFrame& f) {
    return {0, 0, static_cast<double>(f.width), static_cast<double>(f.height)};
}

}  // namespace

class Scaler::Impl {
public:
    explicit Impl(const PictureFormat& format)
        : format_(format), pixels_(pixel_format(format)), colour_(colour_of(format)) {}

    [[nodiscard]] AVPixelFormat pixels() const { return pixels_; }

    Result<void> draw(const AVFrame& source, const VideoInfo& info, const Crop& crop, AVFrame& canvas, int x,
                      int y, Size size, CropMotion motion) {
        if (has_alpha(source)) {
            BEATSYNC_TRY(const AVFrame* flat, flatten(source, info));
            return draw_opaque(*flat, info, crop, canvas, x, y, size, motion);
        }
        return draw_opaque(source, info, crop, canvas, x, y, size, motion);
    }

private:
    Result<void> draw_opaque(const AVFrame& source, const VideoInfo& info, const Crop& crop, AVFrame& canvas,
                             int x, int y, Size size, CropMotion motion) {
        const Orientation turn{info.rotation_degrees, info.mirrored};
        const Colour colour = colour_of(source, info);
        const Crop stored = to_stored(crop, info, source.width, source.height);
        AVFrame window = window_of(canvas, x, y, size.width, size.height);
        // swscale writes whole vectors, past the right edge of what it was given: only a rectangle that spans
        // the canvas may be written in place.
        const bool in_place = is_upright(turn) && x == 0 && size.width == canvas.width;
        AVFrame* target = &window;
        if (!in_place) {
            const Size turned = swaps_sides(turn) ? Size{size.height, size.width} : size;
            BEATSYNC_TRY(target, sized(small_, pixels_, turned));
        }
        BEATSYNC_CHECK(motion == CropMotion::moving ? follow(source, colour, stored, *target)
                                                    : convert(source, colour, stored, *target));
        if (!in_place) copy_upright(*target, turn, window);
        return {};
    }

    /// Crop (at whole samples), size and colour, in the orientation in which the frame is stored.
    Result<void> convert(const AVFrame& source, const Colour& colour, const Crop& crop, AVFrame& target) {
        const Size step = chroma_step(source);
        const Crop snapped = snap_to_grid(crop, step.width, step.height, source.width, source.height);
        BEATSYNC_TRY(const av::FramePtr part, cropped(source, snapped));
        if (needs_colour_management(colour, colour_)) {
            BEATSYNC_TRY(const AVFrame* picture,
                         graph_.convert(*part, colour, format_, target.width, target.height));
            copy_upright(*picture, {}, target);
            return {};
        }
        const Sws::Side from{plain_format(static_cast<AVPixelFormat>(part->format)), part->width,
                             part->height, colour.full_range, nullptr};
        const Sws::Side to{pixels_, target.width, target.height, false, nullptr};
        BEATSYNC_CHECK(sws_.scale(*part, from, target, to, kScaleFlags));
        if (colour.matrix != colour_.matrix && colour.matrix != AVCOL_SPC_RGB)
            convert_matrix_to_709(target, colour.matrix);
        return {};
    }

    /// The same for a window that moves by fractions of a sample.
    Result<void> follow(const AVFrame& source, const Colour& colour, const Crop& crop, AVFrame& target) {
        const AVFrame* whole = &source;
        const bool ready = source.format == pixels_ && colour == colour_;
        if (!ready) {
            BEATSYNC_TRY(
                AVFrame * picture,
                sized(whole_, pixels_, {source.width + source.width % 2, source.height + source.height % 2}));
            BEATSYNC_CHECK(convert(source, colour, whole_of(source), *picture));
            whole = picture;
        }
        const double sx = static_cast<double>(whole->width) / source.width;
        const double sy = static_cast<double>(whole->height) / source.height;
        for (std::size_t p = 0; p < 3; ++p) {
            const double shrink = p == 0 ? 1.0 : 0.5;
            const PlaneView to = plane_of(target, p);
            // 4:2:0 chroma sits on the left luma sample of its pair, between the two rows.
            const Resampler::Window h{crop.x * sx * shrink, crop.width * sx * shrink, to.width,
                                      p == 0 ? 0.5 : 0.25};
            const Resampler::Window v{crop.y * sy * shrink, crop.height * sy * shrink, to.height, 0.5};
            resampler_.scale(plane_of(*whole, p), h, v, target.data[p], target.linesize[p],
                             bytes_a_sample(target));
        }
        return {};
    }

    /// Over black, before anything is scaled: the colour of invisible pixels must not bleed into edges.
    Result<const AVFrame*> flatten(const AVFrame& source, const VideoInfo& info) {
        const Size size{source.width, source.height};
        BEATSYNC_TRY(AVFrame * rgba, sized(flat_, AV_PIX_FMT_RGBA, size));
        const Colour colour = colour_of(source, info);
        const Sws::Side from{static_cast<AVPixelFormat>(source.format), size.width, size.height,
                             colour.full_range, sws_matrix(colour.matrix)};
        const Sws::Side to{AV_PIX_FMT_RGBA, size.width, size.height, true, nullptr};
        rgba->format = AV_PIX_FMT_RGBA;
        BEATSYNC_CHECK(flatten_sws_.scale(source, from, *rgba, to, kExactFlags));
        put_over_black(*rgba);
        // The same pixels, alpha now being padding.
        opaque_.reset(av_frame_clone(rgba));
        if (!opaque_) return fail(out_of_memory());
        opaque_->format = AV_PIX_FMT_RGB0;
        return opaque_.get();
    }

    PictureFormat format_;
    AVPixelFormat pixels_;
    Colour colour_;
    Sws sws_;
    Sws flatten_sws_;
    ColourGraph graph_;
    Resampler resampler_;
    av::FramePtr small_;   // scaled, not yet upright
    av::FramePtr whole_;   // converted at the source's size, for moving windows
    av::FramePtr flat_;    // RGBA
    av::FramePtr opaque_;  // flat_ without its alpha
};

Scaler::Scaler(const PictureFormat& format) : impl_(std::make_unique<Impl>(format)) {}
Scaler::Scaler(Scaler&&) noexcept = default;
Scaler& Scaler::operator=(Scaler&&) noexcept = default;
Scaler::~Scaler() = default;

Result<void> Scaler::draw(const AVFrame& source, const VideoInfo& info, const Crop& crop, AVFrame& canvas,
                          int x, int y, int width, int height, CropMotion motion) {
    assert(x % 2 == 0 && y % 2 == 0 && width % 2 == 0 && height % 2 == 0);
    assert(x >= 0 && y >= 0 && x + width <= canvas.width && y + height <= canvas.height);
    assert(canvas.format == impl_->pixels());
    return impl_->draw(source, info, crop, canvas, x, y, {width, height}, motion);
}

void fill_black(AVFrame& canvas, int x, int y, int width, int height) {
    const AVFrame w = window_of(canvas, x, y, width, height);
    with_samples_of(canvas, [&w](auto sample) {
        using Sample = decltype(sample);
        for (std::size_t p = 0; p < 3; ++p) {
            const auto plane = sample_plane<Sample>(w, p);
            const int code = (p == 0 ? kBlackLuma : kNoChroma) << kCodeShift<Sample>;
            for (int row = 0; row < plane.height; ++row)
                std::fill_n(plane.row(row), plane.width, static_cast<Sample>(code));
        }
    });
}

Result<av::FramePtr> make_canvas(int width, int height, const PictureFormat& format) {
    BEATSYNC_TRY(av::FramePtr canvas, make_frame(pixel_format(format), {width, height}));
    const Colour colour = colour_of(format);
    canvas->colorspace = colour.matrix;
    canvas->color_primaries = colour.primaries;
    canvas->color_trc = colour.transfer;
    canvas->color_range = AVCOL_RANGE_MPEG;
    canvas->chroma_location = AVCHROMA_LOC_LEFT;
    fill_black(*canvas, 0, 0, width, height);
    return canvas;
}

}  // namespace beatsync::media
