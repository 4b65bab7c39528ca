#include "render/blend.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace beatsync::render {
namespace {

constexpr std::uint8_t kBlackLuma = 16;
constexpr std::uint8_t kWhiteLuma = 235;
constexpr std::uint8_t kNoChroma = 128;

// 255 · 256 + 128 fits in 16 bits: eight or sixteen samples to a vector.
std::uint8_t mixed(unsigned a, unsigned b, unsigned weight) {
    return static_cast<std::uint8_t>(
        static_cast<std::uint16_t>(a * (kWhole - weight) + b * weight + kWhole / 2) / kWhole);
}

struct Plane {
    std::uint8_t* data;
    std::ptrdiff_t stride;
    int width;
    int height;
    [[nodiscard]] std::uint8_t* row(int y) const { return data + y * stride; }
};

Plane plane_of(const AVFrame& frame, std::size_t p) {
    const int shift = p == 0 ? 0 : 1;
    return {frame.data[p], frame.linesize[p], (frame.width + shift) >> shift,
            (frame.height + shift) >> shift};
}

void mix_in_tone(AVFrame& canvas, std::uint8_t luma, int weight) {
    const auto w = static_cast<unsigned>(weight);
    for (std::size_t p = 0; p < 3; ++p) {
        const Plane plane = plane_of(canvas, p);
        const unsigned tone = p == 0 ? luma : kNoChroma;
        for (int y = 0; y < plane.height; ++y) {
            std::uint8_t* row = plane.row(y);
            for (int x = 0; x < plane.width; ++x)
                row[x] = mixed(row[x], tone, w);
        }
    }
}

}  // namespace

int to_weight(double share) {
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kWhole));
}

void mix_in(AVFrame& canvas, const AVFrame& over, int weight) {
    assert(canvas.width == over.width && canvas.height == over.height);
    const auto w = static_cast<unsigned>(weight);
    for (std::size_t p = 0; p < 3; ++p) {
        const Plane to = plane_of(canvas, p);
        const Plane from = plane_of(over, p);
        for (int y = 0; y < to.height; ++y) {
            std::uint8_t* row = to.row(y);
            const std::uint8_t* other = from.row(y);
            for (int x = 0; x < to.width; ++x)
                row[x] = mixed(row[x], other[x], w);
        }
    }
}

void mix_in_black(AVFrame& canvas, int weight) {
    mix_in_tone(canvas, kBlackLuma, weight);
}

void mix_in_white(AVFrame& canvas, int weight) {
    mix_in_tone(canvas, kWhiteLuma, weight);
}

}  // namespace beatsync::render
