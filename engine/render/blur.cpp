#include "render/blur.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace beatsync::render {
namespace {

/// One box filter along `count` samples that lie `step` bytes apart; the edge samples repeat.
void box(std::uint8_t* line, std::ptrdiff_t step, int count, int radius, std::vector<std::uint8_t>& copy) {
    copy.resize(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        copy[static_cast<std::size_t>(i)] = line[i * step];
    const auto at = [&](int i) { return int{copy[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]}; };
    const int width = 2 * radius + 1;
    int sum = 0;
    for (int i = -radius; i <= radius; ++i)
        sum += at(i);
    for (int i = 0; i < count; ++i) {
        line[i * step] = static_cast<std::uint8_t>((sum + radius) / width);
        sum += at(i + radius + 1) - at(i - radius);
    }
}

void blur_plane(std::uint8_t* data, std::ptrdiff_t stride, int width, int height, int radius) {
    std::vector<std::uint8_t> line;
    for (int pass = 0; pass < 3; ++pass) {
        for (int y = 0; y < height; ++y)
            box(data + y * stride, 1, width, radius, line);
        for (int x = 0; x < width; ++x)
            box(data + x, stride, height, radius, line);
    }
}

}  // namespace

void blur_and_dim(AVFrame& p, int radius) {
    blur_plane(p.data[0], p.linesize[0], p.width, p.height, radius);
    for (std::size_t c = 1; c < 3; ++c)
        blur_plane(p.data[c], p.linesize[c], p.width / 2, p.height / 2, std::max(1, radius / 2));
    for (int y = 0; y < p.height; ++y) {
        std::uint8_t* row = p.data[0] + static_cast<std::ptrdiff_t>(y) * p.linesize[0];
        for (int x = 0; x < p.width; ++x)
            row[x] = static_cast<std::uint8_t>(16 + (row[x] - 16) * 3 / 4);
    }
}

}  // namespace beatsync::render
