#pragma once

#include "draft/draft.h"
#include "media/scaler.h"

namespace beatsync::render {

/// Where on the canvas which part of a source picture goes. Pixels; the rectangle is even.
struct Layout {
    media::Crop crop;  ///< of the upright source
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool covers = false;  ///< the rectangle is the whole canvas
};

/// `progress` is 0 at the segment's first frame, 1 at its last: the view moves linearly between them.
[[nodiscard]] Layout layout_of(const draft::Framing& framing, double progress, int source_width,
                               int source_height, const draft::Canvas& canvas);

/// The framing of a picture that a punch brings closer by a factor of 1 or more, around the view's centre.
[[nodiscard]] draft::Framing punched(const draft::Framing& framing, double punch);

/// The part of the source that fills the canvas, whatever the fit: what a blurred backdrop is made of.
[[nodiscard]] media::Crop filling_crop(const draft::Framing& framing, int source_width, int source_height,
                                       const draft::Canvas& canvas);

}  // namespace beatsync::render
