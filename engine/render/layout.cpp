#include "render/layout.h"

#include <algorithm>
#include <cmath>

namespace beatsync::render {
namespace {

using draft::Canvas;
using draft::Fit;
using draft::Framing;
using draft::View;
using media::Crop;

double mix(double a, double b, double t) {
    return a + (b - a) * t;
}

/// `view` of a window: a smaller one of the same shape, kept inside it.
Crop zoomed(const Crop& window, const View& view) {
    const double zoom = std::max(1.0, view.zoom);
    const double width = window.width / zoom;
    const double height = window.height / zoom;
    const double x = window.x + std::clamp(view.x * window.width - width / 2, 0.0, window.width - width);
    const double y = window.y + std::clamp(view.y * window.height - height / 2, 0.0, window.height - height);
    return {x, y, width, height};
}

int even(double v) {
    return static_cast<int>(std::lround(v / 2)) * 2;
}

/// The largest even rectangle of the source's shape, in the middle of the canvas.
Layout fitted(int source_width, int source_height, const Canvas& canvas) {
    const double scale = std::min(static_cast<double>(canvas.width) / source_width,
                                  static_cast<double>(canvas.height) / source_height);
    Layout l;
    l.width = std::clamp(even(source_width * scale), 2, canvas.width);
    l.height = std::clamp(even(source_height * scale), 2, canvas.height);
    l.x = even((canvas.width - l.width) / 2.0 - 0.5);
    l.y = even((canvas.height - l.height) / 2.0 - 0.5);
    return l;
}

}  // namespace

Framing punched(const Framing& framing, double punch) {
    Framing closer = framing;
    closer.from.zoom *= punch;
    closer.to.zoom *= punch;
    return closer;
}

Crop filling_crop(const Framing& framing, int source_width, int source_height, const Canvas& canvas) {
    const double shape = static_cast<double>(canvas.width) / canvas.height;
    const double width = std::min<double>(source_width, source_height * shape);
    const double height = std::min<double>(source_height, source_width / shape);
    return {(source_width - width) * framing.focus_x, (source_height - height) * framing.focus_y, width,
            height};
}

Layout layout_of(const Framing& framing, double progress, int source_width, int source_height,
                 const Canvas& canvas) {
    const View view{mix(framing.from.zoom, framing.to.zoom, progress),
                    mix(framing.from.x, framing.to.x, progress), mix(framing.from.y, framing.to.y, progress)};
    Layout l;
    if (framing.fit == Fit::crop) {
        l.width = canvas.width;
        l.height = canvas.height;
        l.crop = zoomed(filling_crop(framing, source_width, source_height, canvas), view);
    } else {
        l = fitted(source_width, source_height, canvas);
        l.crop = zoomed({0, 0, static_cast<double>(source_width), static_cast<double>(source_height)}, view);
    }
    l.covers = l.width == canvas.width && l.height == canvas.height;
    return l;
}

}  // namespace beatsync::render
