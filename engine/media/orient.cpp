#include "media/orient.h"

#include <algorithm>

namespace beatsync::media {
namespace {

/// Where the pixel that lands at the target's origin lies in the source, and how far a step to the right and
/// a step down in the target move there.
template <class Sample>
struct Walk {
    const Sample* origin;
    std::ptrdiff_t right;
    std::ptrdiff_t down;
    int width;
    int height;
};

template <class Sample>
Walk<Sample> walk_of(const PlaneView& plane, const Orientation& turn) {
    struct {
        const Sample* data;
        std::ptrdiff_t stride;
        int width, height;
    } const s{reinterpret_cast<const Sample*>(plane.data),
              plane.stride / static_cast<std::ptrdiff_t>(sizeof(Sample)), plane.width, plane.height};
    const std::ptrdiff_t last_x = s.width - 1;
    const std::ptrdiff_t last_row = (s.height - 1) * s.stride;
    Walk<Sample> w{s.data, 1, s.stride, s.width, s.height};
    switch (turn.rotation_degrees) {
        case 90:
            w = {s.data + last_row, -s.stride, 1, s.height, s.width};
            break;
        case 180:
            w = {s.data + last_row + last_x, -1, -s.stride, s.width, s.height};
            break;
        case 270:
            w = {s.data + last_x, s.stride, -1, s.height, s.width};
            break;
        default:
            break;
    }
    if (turn.mirrored) {
        w.origin += w.right * (w.width - 1);
        w.right = -w.right;
    }
    return w;
}

template <class Sample>
void copy_samples(const PlaneView& source, const Orientation& turn, Sample* target, std::ptrdiff_t stride) {
    const Walk<Sample> w = walk_of<Sample>(source, turn);
    if (w.right == 1) {
        for (int y = 0; y < w.height; ++y)
            std::copy_n(w.origin + y * w.down, w.width, target + y * stride);
        return;
    }
    // In tiles: a transposed row touches one cache line a pixel, and a tile's lines are used 32 times over.
    constexpr int kTile = 32;
    for (int ty = 0; ty < w.height; ty += kTile) {
        for (int tx = 0; tx < w.width; tx += kTile) {
            const int end_y = std::min(ty + kTile, w.height);
            const int end_x = std::min(tx + kTile, w.width);
            for (int y = ty; y < end_y; ++y) {
                const Sample* from = w.origin + y * w.down + tx * w.right;
                Sample* to = target + y * stride;
                for (int x = tx; x < end_x; ++x, from += w.right)
                    to[x] = *from;
            }
        }
    }
}

}  // namespace

void copy_turned(const PlaneView& source, const Orientation& turn, std::uint8_t* target,
                 std::ptrdiff_t target_stride, int bytes_a_sample) {
    if (bytes_a_sample == 1) {
        copy_samples(source, turn, target, target_stride);
    } else {
        copy_samples(source, turn, reinterpret_cast<std::uint16_t*>(target), target_stride / 2);
    }
}

}  // namespace beatsync::media
