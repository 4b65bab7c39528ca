#include "render/title_overlay.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <unordered_map>

#include "media/signal.h"

namespace beatsync::render {
namespace {

constexpr int kFullBits = 8;
constexpr double kFull = 1U << kFullBits;  // so that 255 · kFull is the most that 16 bits hold

/// All 0 to 1, the colours multiplied by alpha.
struct Pixel {
    double alpha = 0;
    double red = 0;
    double green = 0;
    double blue = 0;

    void add(const Pixel& p, double weight) {
        alpha += weight * p.alpha;
        red += weight * p.red;
        green += weight * p.green;
        blue += weight * p.blue;
    }
};

Pixel pixel_of(std::uint32_t word) {
    const auto part = [&](unsigned shift) { return static_cast<double>(word >> shift & 0xFFU) / 255; };
    return {part(24), part(16), part(8), part(0)};
}

/// A colour that is drawn for SDR, as HDR shows it: its white is the reference white.
Pixel brightened(const Pixel& p, DynamicRange range) {
    if (p.alpha <= 0) return p;
    const auto signal = media::hdr_signal({p.red / p.alpha, p.green / p.alpha, p.blue / p.alpha}, range);
    return {p.alpha, signal[0] * p.alpha, signal[1] * p.alpha, signal[2] * p.alpha};
}

std::uint16_t fixed(double value) {
    return static_cast<std::uint16_t>(std::lround(value * kFull));
}

/// Codes of 8 bits times alpha; codes of 10 are four times those, out of the fraction.
struct Codes {
    media::LumaWeights weights;
    [[nodiscard]] double luma(const Pixel& p) const {
        return weights.red * p.red + weights.green() * p.green + weights.blue * p.blue;
    }
    [[nodiscard]] std::uint16_t y(const Pixel& p) const { return fixed(16 * p.alpha + 219 * luma(p)); }
    [[nodiscard]] std::uint16_t cb(const Pixel& p) const {
        return fixed(128 * p.alpha + 224 * (p.blue - luma(p)) / (2 * (1 - weights.blue)));
    }
    [[nodiscard]] std::uint16_t cr(const Pixel& p) const {
        return fixed(128 * p.alpha + 224 * (p.red - luma(p)) / (2 * (1 - weights.red)));
    }
};

/// A drawing's pixels in the signal of the picture that they lie on.
std::vector<Pixel> pixels_of(const TitleDrawing& drawing, DynamicRange range) {
    std::vector<Pixel> pixels;
    pixels.reserve(drawing.pixels.size());
    std::unordered_map<std::uint32_t, Pixel> seen;  // HDR costs powers, and a title has few colours
    for (const std::uint32_t word : drawing.pixels) {
        if (range == DynamicRange::sdr) {
            pixels.push_back(pixel_of(word));
            continue;
        }
        const auto [at, fresh] = seen.try_emplace(word);
        if (fresh) at->second = brightened(pixel_of(word), range);
        pixels.push_back(at->second);
    }
    return pixels;
}

/// What a chroma sample covers: it lies on every second column, between two rows.
Pixel chroma_pixel(const std::vector<Pixel>& pixels, int width, int x, int y) {
    Pixel sum;
    for (int row = 2 * y; row < 2 * y + 2; ++row) {
        for (int column = 2 * x - 1; column <= 2 * x + 1; ++column) {
            const int inside = std::max(column, 0);  // what is beyond the edge is as what is at it
            const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                            static_cast<std::size_t>(inside);
            sum.add(pixels[at], column == 2 * x ? 0.25 : 0.125);
        }
    }
    return sum;
}

}  // namespace

TitleOverlay::TitleOverlay(const TitleDrawing& drawing, const media::PictureFormat& format)
    : x_(drawing.x), y_(drawing.y) {
    assert(x_ % 2 == 0 && y_ % 2 == 0 && drawing.width % 2 == 0 && drawing.height % 2 == 0);
    full_.width = drawing.width;
    full_.height = drawing.height;
    const std::vector<Pixel> pixels = pixels_of(drawing, format.range);
    const Codes codes{media::luma_weights(format.range)};
    for (const Pixel& p : pixels) {
        full_.alpha.push_back(fixed(p.alpha));
        luma_.push_back(codes.y(p));
    }
    half_.width = drawing.width / 2;
    half_.height = drawing.height / 2;
    for (int y = 0; y < half_.height; ++y) {
        for (int x = 0; x < half_.width; ++x) {
            const Pixel p = chroma_pixel(pixels, drawing.width, x, y);
            half_.alpha.push_back(fixed(p.alpha));
            cb_.push_back(codes.cb(p));
            cr_.push_back(codes.cr(p));
        }
    }
    find_spans(full_);
    find_spans(half_);
}

void TitleOverlay::find_spans(Mask& mask) {
    for (int y = 0; y < mask.height; ++y) {
        const auto* row = mask.alpha.data() + static_cast<std::ptrdiff_t>(y) * mask.width;
        const auto seen = [](std::uint16_t alpha) { return alpha > 0; };
        const auto* first = std::find_if(row, row + mask.width, seen);
        const auto* last = row + mask.width;
        while (last != first && !seen(*(last - 1)))
            --last;
        mask.spans.push_back({static_cast<int>(first - row), static_cast<int>(last - row)});
    }
}

template <class Sample>
void TitleOverlay::blend_plane(const Mask& mask, const Samples& samples,
                               const media::SamplePlane<Sample>& canvas, int x0, int y0, int opacity) {
    constexpr int kShift = kFullBits + 8;  // alpha's and opacity's
    constexpr std::uint32_t kWhole = 1U << kShift;
    const auto seen = static_cast<std::uint32_t>(opacity);
    for (int y = 0; y < mask.height; ++y) {
        Sample* out = canvas.row(y0 + y) + x0;
        const std::uint16_t* alpha = mask.alpha.data() + static_cast<std::ptrdiff_t>(y) * mask.width;
        const std::uint16_t* sample = samples.data() + static_cast<std::ptrdiff_t>(y) * mask.width;
        const Span span = mask.spans[static_cast<std::size_t>(y)];
        for (int x = span.begin; x < span.end; ++x) {
            const std::uint32_t behind = out[x] * (kWhole - alpha[x] * seen);
            const std::uint32_t front = (std::uint32_t{sample[x]} << media::kCodeShift<Sample>)*seen;
            out[x] = static_cast<Sample>((behind + front + kWhole / 2) >> kShift);
        }
    }
}

void TitleOverlay::blend(AVFrame& canvas, int opacity) const {
    assert(opacity >= 0 && opacity <= kOpaque);
    assert(x_ + full_.width <= canvas.width && y_ + full_.height <= canvas.height);
    media::with_samples_of(canvas, [&](auto sample) {
        using Sample = decltype(sample);
        blend_plane(full_, luma_, media::sample_plane<Sample>(canvas, 0), x_, y_, opacity);
        blend_plane(half_, cb_, media::sample_plane<Sample>(canvas, 1), x_ / 2, y_ / 2, opacity);
        blend_plane(half_, cr_, media::sample_plane<Sample>(canvas, 2), x_ / 2, y_ / 2, opacity);
    });
}

}  // namespace beatsync::render
