#include "media/geometry.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace beatsync::media {
namespace {

struct Span {
    double begin;
    double length;
};

/// The nearest even-ish position, kept inside [0, size] and at least one step long.
Span snap(Span span, int step, int size) {
    const int steps = std::max(1, size / step);
    const auto first = static_cast<int>(std::lround(span.begin / step));
    const auto count = std::clamp(static_cast<int>(std::lround(span.length / step)), 1, steps);
    const int begin = std::clamp(first, 0, steps - count) * step;
    // A picture of odd width has a last chroma sample for one luma pixel: a crop that reaches it keeps it.
    const bool reaches_end = span.begin + span.length > size - 0.5 && begin == 0 && count == steps;
    return {static_cast<double>(begin),
            static_cast<double>(reaches_end ? size : std::min(count * step, size))};
}

}  // namespace

Crop to_stored(const Crop& upright, const VideoInfo& info, int stored_width, int stored_height) {
    const Orientation turn{info.rotation_degrees, info.mirrored};
    Crop c = upright;
    double width = info.width;
    double height = info.height;
    if (turn.mirrored) c.x = width - c.x - c.width;
    // Undo a clockwise turn: 90° puts the stored bottom-left corner at the upright top-left.
    switch (turn.rotation_degrees) {
        case 90:
            c = {c.y, width - c.x - c.width, c.height, c.width};
            break;
        case 180:
            c = {width - c.x - c.width, height - c.y - c.height, c.width, c.height};
            break;
        case 270:
            c = {height - c.y - c.height, c.x, c.height, c.width};
            break;
        default:
            break;
    }
    if (swaps_sides(turn)) std::swap(width, height);
    const double sx = stored_width / width;
    const double sy = stored_height / height;
    return {c.x * sx, c.y * sy, c.width * sx, c.height * sy};
}

Crop snap_to_grid(const Crop& crop, int step_x, int step_y, int width, int height) {
    const Span x = snap({crop.x, crop.width}, step_x, width);
    const Span y = snap({crop.y, crop.height}, step_y, height);
    return {x.begin, y.begin, x.length, y.length};
}

}  // namespace beatsync::media
