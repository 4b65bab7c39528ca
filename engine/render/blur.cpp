#include "render/blur.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "media/picture_format.h"

namespace beatsync::render {
namespace {

/// One box filter along `count` samples that lie `step` bytes apart; the edge samples repeat.
template <class Sample>
void box(Sample* line, std::ptrdiff_t step, int count, int radius, std::vector<Sample>& copy) {
    copy.resize(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        copy[static_cast<std::size_t>(i)] = line[i * step];
    const auto at = [&](int i) { return int{copy[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]}; };
    const int width = 2 * radius + 1;
    int sum = 0;
    for (int i = -radius; i <= radius; ++i)
        sum += at(i);
    for (int i = 0; i < count; ++i) {
        line[i * step] = static_cast<Sample>((sum + radius) / width);
        sum += at(i + radius + 1) - at(i - radius);
    }
}

template <class Sample>
void blur_plane(const media::SamplePlane<Sample>& p, int radius) {
    std::vector<Sample> line;
    for (int pass = 0; pass < 3; ++pass) {
        for (int y = 0; y < p.height; ++y)
            box(p.row(y), 1, p.width, radius, line);
        for (int x = 0; x < p.width; ++x)
            box(p.data + x, p.stride, p.height, radius, line);
    }
}

template <class Sample>
void blur_and_dim_samples(AVFrame& picture, int radius) {
    constexpr int kBlack = 16 << media::kCodeShift<Sample>;
    const auto luma = media::sample_plane<Sample>(picture, 0);
    blur_plane(luma, radius);
    for (std::size_t c = 1; c < 3; ++c)
        blur_plane(media::sample_plane<Sample>(picture, c), std::max(1, radius / 2));
    for (int y = 0; y < luma.height; ++y) {
        Sample* row = luma.row(y);
        for (int x = 0; x < luma.width; ++x)
            row[x] = static_cast<Sample>(kBlack + (row[x] - kBlack) * 3 / 4);
    }
}

}  // namespace

void blur_and_dim(AVFrame& p, int radius) {
    media::with_samples_of(p, [&](auto sample) { blur_and_dim_samples<decltype(sample)>(p, radius); });
}

}  // namespace beatsync::render
