#include "render/blend.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "media/picture_format.h"
#include "media/signal.h"

namespace beatsync::render {
namespace {

constexpr int kBlackLuma = 16;  // of 8 bits, as all codes here
constexpr int kNoChroma = 128;

/// 255 · 256 + 128 fits in 16 bits: eight or sixteen samples to a vector.
template <class Sample>
Sample mixed(unsigned a, unsigned b, unsigned weight) {
    using Sum = std::conditional_t<sizeof(Sample) == 1, std::uint16_t, std::uint32_t>;
    return static_cast<Sample>(static_cast<Sum>(a * (kWhole - weight) + b * weight + kWhole / 2) / kWhole);
}

void mix_in_tone(AVFrame& canvas, unsigned luma, int weight) {
    const auto w = static_cast<unsigned>(weight);
    media::with_samples_of(canvas, [&](auto sample) {
        using Sample = decltype(sample);
        for (std::size_t p = 0; p < 3; ++p) {
            const auto plane = media::sample_plane<Sample>(canvas, p);
            const unsigned tone = p == 0 ? luma : unsigned{kNoChroma} << media::kCodeShift<Sample>;
            for (int y = 0; y < plane.height; ++y) {
                Sample* row = plane.row(y);
                for (int x = 0; x < plane.width; ++x)
                    row[x] = mixed<Sample>(row[x], tone, w);
            }
        }
    });
}

}  // namespace

int to_weight(double share) {
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kWhole));
}

void mix_in(AVFrame& canvas, const AVFrame& over, int weight) {
    assert(canvas.width == over.width && canvas.height == over.height && canvas.format == over.format);
    const auto w = static_cast<unsigned>(weight);
    media::with_samples_of(canvas, [&](auto sample) {
        using Sample = decltype(sample);
        for (std::size_t p = 0; p < 3; ++p) {
            const auto to = media::sample_plane<Sample>(canvas, p);
            const auto from = media::sample_plane<const Sample>(over, p);
            for (int y = 0; y < to.height; ++y) {
                Sample* row = to.row(y);
                const Sample* other = from.row(y);
                for (int x = 0; x < to.width; ++x)
                    row[x] = mixed<Sample>(row[x], other[x], w);
            }
        }
    });
}

void mix_in_black(AVFrame& canvas, int weight) {
    mix_in_tone(canvas, media::is_deep(canvas) ? kBlackLuma << 2 : kBlackLuma, weight);
}

void mix_in_white(AVFrame& canvas, int weight) {
    mix_in_tone(canvas, static_cast<unsigned>(media::white_code(canvas)), weight);
}

}  // namespace beatsync::render
