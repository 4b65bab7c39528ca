#include "render/compositor.h"

#include <algorithm>

#include "render/blur.h"
#include "render/layout.h"

namespace beatsync::render {
namespace {

constexpr int kBackdropShrink = 8;
constexpr int kBackdropRadius = 4;  // at the shrunk size: about 100 pixels of the full one in three passes

int shrunk(int size) {
    return std::max(16, size / kBackdropShrink / 2 * 2);
}

}  // namespace

Result<void> Compositor::compose(const AVFrame& picture, const VideoInfo& info, const draft::Framing& framing,
                                 double progress, media::CropMotion motion, AVFrame& canvas) {
    const Layout l = layout_of(framing, progress, info.width, info.height, canvas_);
    if (!l.covers) {
        if (framing.fit == draft::Fit::blur) {
            BEATSYNC_CHECK(draw_backdrop(picture, info, framing, canvas));
        } else {
            media::fill_black(canvas, 0, 0, canvas.width, canvas.height);
        }
    }
    return scaler_.draw(picture, info, l.crop, canvas, l.x, l.y, l.width, l.height, motion);
}

Result<void> Compositor::draw_backdrop(const AVFrame& picture, const VideoInfo& info,
                                       const draft::Framing& framing, AVFrame& canvas) {
    if (!small_) {
        BEATSYNC_TRY(small_, media::make_canvas(shrunk(canvas_.width), shrunk(canvas_.height), format_));
    }
    const media::Crop crop = filling_crop(framing, info.width, info.height, canvas_);
    AVFrame& small = *small_;
    BEATSYNC_CHECK(backdrop_scaler_.draw(picture, info, crop, small, 0, 0, small.width, small.height));
    blur_and_dim(small, kBackdropRadius);
    const AVPixelFormat pixels = media::pixel_format(format_);
    return enlarge_.scale(small, {pixels, small.width, small.height, false, nullptr}, canvas,
                          {pixels, canvas.width, canvas.height, false, nullptr}, SWS_BILINEAR);
}

}  // namespace beatsync::render
