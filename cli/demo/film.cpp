#include "cli/demo/film.h"

#include <algorithm>

#include "cli/demo/scenes/chance.h"
#include "media/av.h"

namespace beatsync::cli {
namespace {

constexpr std::size_t kGrain = 1 << 16;

/// 1 in the middle of `length` pixels, falling with the square of the distance.
std::vector<std::int32_t> vignette(int length) {
    std::vector<std::int32_t> dim(static_cast<std::size_t>(length));
    for (int i = 0; i < length; ++i) {
        const double x = (2.0 * i + 1) / length - 1;
        dim[static_cast<std::size_t>(i)] =
            static_cast<std::int32_t>(32768 * (1 - 0.2 * x * x * x * x - 0.06 * x * x));
    }
    return dim;
}

struct Rgb {
    std::int32_t r, g, b;
};

Rgb unpack(std::uint32_t pixel) {
    return {static_cast<std::int32_t>((pixel >> 16U) & 0xFFU),
            static_cast<std::int32_t>((pixel >> 8U) & 0xFFU), static_cast<std::int32_t>(pixel & 0xFFU)};
}

// BT.709's weights times 219/255 (luma) and 224/255 (chroma); results in 1/256 of a code value. 32 bits are
// enough all the way, which lets the compiler do eight pixels at a time.
std::int32_t luma(const Rgb& c) {
    return (11966 * c.r + 40254 * c.g + 4064 * c.b) >> 8;
}
std::int32_t blue_difference(const Rgb& c) {
    return (-6596 * c.r - 22189 * c.g + 28785 * c.b) >> 8;
}
std::int32_t red_difference(const Rgb& c) {
    return (28785 * c.r - 26146 * c.g - 2639 * c.b) >> 8;
}

std::int32_t dimmed(std::int32_t value, std::int32_t by) {
    return (value * by) >> 15;
}

std::uint8_t code(std::int32_t value, std::int32_t offset, std::int32_t highest) {
    return static_cast<std::uint8_t>(std::clamp(offset + ((value + 128) >> 8), 16, highest));
}

}  // namespace

Film::Film(int width, int height)
    : width_(width),
      height_(height),
      grain_(kGrain + static_cast<std::size_t>(width)),
      dim_x_(vignette(width)),
      dim_y_(vignette(height)) {
    scenes::Chance chance(77);
    // The sum of two even chances is a triangle: the least dither that leaves no bands.
    for (auto& g : grain_)
        g = static_cast<std::int16_t>(256 * 1.4 * (chance.unit() + chance.unit() - 1));
}

void Film::develop(const scenes::Canvas& picture, std::int64_t index, AVFrame& frame) const {
    scenes::Chance start(static_cast<std::uint32_t>(index) + 1);
    for (int y = 0; y < height_; ++y) {
        const auto pixels = picture.row(y);
        const std::int16_t* grain = &grain_[static_cast<std::size_t>(start.unit() * kGrain)];
        const std::int32_t dim = dim_y_[static_cast<std::size_t>(y)];
        std::uint8_t* out = frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
        for (std::size_t x = 0; x < pixels.size(); ++x)
            out[x] = code(dimmed(luma(unpack(pixels[x])), dimmed(dim_x_[x], dim)) + grain[x], 16, 235);
    }
    for (int y = 0; y + 1 < height_; y += 2) {
        const auto upper = picture.row(y);
        const auto lower = picture.row(y + 1);
        const std::int32_t dim = dim_y_[static_cast<std::size_t>(y)];
        std::uint8_t* cb = frame.data[1] + static_cast<std::ptrdiff_t>(y / 2) * frame.linesize[1];
        std::uint8_t* cr = frame.data[2] + static_cast<std::ptrdiff_t>(y / 2) * frame.linesize[2];
        for (std::size_t x = 0; x + 1 < upper.size(); x += 2) {
            Rgb sum{0, 0, 0};
            for (const std::uint32_t pixel : {upper[x], upper[x + 1], lower[x], lower[x + 1]}) {
                const Rgb c = unpack(pixel);
                sum = {sum.r + c.r, sum.g + c.g, sum.b + c.b};
            }
            const Rgb mean{sum.r / 4, sum.g / 4, sum.b / 4};
            const std::int32_t by = dimmed(dim_x_[x], dim);
            cb[x / 2] = code(dimmed(blue_difference(mean), by), 128, 240);
            cr[x / 2] = code(dimmed(red_difference(mean), by), 128, 240);
        }
    }
}

}  // namespace beatsync::cli
