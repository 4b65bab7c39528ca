#include "render/title_overlay.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace beatsync::render {
namespace {

constexpr int kFullBits = 8;
constexpr double kFull = 1U << kFullBits;  // so that 255 · kFull is the most that 16 bits hold

/// Rec. ITU-R BT.709: of the weights of red and blue all the rest follows.
constexpr double kRed = 0.2126;
constexpr double kBlue = 0.0722;
constexpr double kGreen = 1 - kRed - kBlue;

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
    [[nodiscard]] double luma() const { return kRed * red + kGreen * green + kBlue * blue; }
};

Pixel pixel_of(std::uint32_t word) {
    const auto part = [&](unsigned shift) { return static_cast<double>(word >> shift & 0xFFU) / 255; };
    return {part(24), part(16), part(8), part(0)};
}

std::uint16_t fixed(double value) {
    return static_cast<std::uint16_t>(std::lround(value * kFull));
}

std::uint16_t luma_of(const Pixel& p) {
    return fixed(16 * p.alpha + 219 * p.luma());
}
std::uint16_t cb_of(const Pixel& p) {
    return fixed(128 * p.alpha + 224 * (p.blue - p.luma()) / (2 * (1 - kBlue)));
}
std::uint16_t cr_of(const Pixel& p) {
    return fixed(128 * p.alpha + 224 * (p.red - p.luma()) / (2 * (1 - kRed)));
}

/// What a chroma sample covers: it lies on every second column, between two rows.
Pixel chroma_pixel(const TitleDrawing& drawing, int x, int y) {
    Pixel sum;
    for (int row = 2 * y; row < 2 * y + 2; ++row) {
        for (int column = 2 * x - 1; column <= 2 * x + 1; ++column) {
            const int inside = std::max(column, 0);  // what is beyond the edge is as what is at it
            const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(drawing.width) +
                            static_cast<std::size_t>(inside);
            sum.add(pixel_of(drawing.pixels[at]), column == 2 * x ? 0.25 : 0.125);
        }
    }
    return sum;
}

}  // namespace

TitleOverlay::TitleOverlay(const TitleDrawing& drawing) : x_(drawing.x), y_(drawing.y) {
    assert(x_ % 2 == 0 && y_ % 2 == 0 && drawing.width % 2 == 0 && drawing.height % 2 == 0);
    full_.width = drawing.width;
    full_.height = drawing.height;
    for (const std::uint32_t word : drawing.pixels) {
        const Pixel p = pixel_of(word);
        full_.alpha.push_back(fixed(p.alpha));
        luma_.push_back(luma_of(p));
    }
    half_.width = drawing.width / 2;
    half_.height = drawing.height / 2;
    for (int y = 0; y < half_.height; ++y) {
        for (int x = 0; x < half_.width; ++x) {
            const Pixel p = chroma_pixel(drawing, x, y);
            half_.alpha.push_back(fixed(p.alpha));
            cb_.push_back(cb_of(p));
            cr_.push_back(cr_of(p));
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

void TitleOverlay::blend_plane(const Mask& mask, const Samples& samples, std::uint8_t* plane, int stride,
                               int opacity) {
    constexpr int kShift = kFullBits + 8;  // alpha's and opacity's
    constexpr std::uint32_t kWhole = 1U << kShift;
    const auto seen = static_cast<std::uint32_t>(opacity);
    for (int y = 0; y < mask.height; ++y) {
        std::uint8_t* out = plane + static_cast<std::ptrdiff_t>(y) * stride;
        const std::uint16_t* alpha = mask.alpha.data() + static_cast<std::ptrdiff_t>(y) * mask.width;
        const std::uint16_t* sample = samples.data() + static_cast<std::ptrdiff_t>(y) * mask.width;
        const Span span = mask.spans[static_cast<std::size_t>(y)];
        for (int x = span.begin; x < span.end; ++x) {
            const std::uint32_t behind = out[x] * (kWhole - alpha[x] * seen);
            out[x] = static_cast<std::uint8_t>((behind + sample[x] * seen + kWhole / 2) >> kShift);
        }
    }
}

void TitleOverlay::blend(AVFrame& canvas, int opacity) const {
    assert(canvas.format == AV_PIX_FMT_YUV420P && opacity >= 0 && opacity <= kOpaque);
    assert(x_ + full_.width <= canvas.width && y_ + full_.height <= canvas.height);
    const auto at = [&](int plane, int x, int y) {
        return canvas.data[plane] + static_cast<std::ptrdiff_t>(y) * canvas.linesize[plane] + x;
    };
    blend_plane(full_, luma_, at(0, x_, y_), canvas.linesize[0], opacity);
    blend_plane(half_, cb_, at(1, x_ / 2, y_ / 2), canvas.linesize[1], opacity);
    blend_plane(half_, cr_, at(2, x_ / 2, y_ / 2), canvas.linesize[2], opacity);
}

}  // namespace beatsync::render
