#include "footage/tiles.h"

#include <algorithm>
#include <cstddef>

namespace beatsync::footage {
namespace {

constexpr int kSide = 4;  ///< of a tile, in pixels of luma
static_assert(kSide * kSide == Tiles::kPixels && kSide * Thumbnail::kChromaWidth == Thumbnail::kWidth &&
              kSide * Thumbnail::kChromaHeight == Thumbnail::kHeight);

constexpr float kLevel = 1.0F / Thumbnail::kScale;
constexpr float kChromaWeight = 2;
constexpr float kGrey = 128;
constexpr auto kCb = static_cast<std::size_t>(Tiles::kPixels);

}  // namespace

void make_tiles(const Thumbnail& picture, Tiles& out) {
    for (int y = 0; y < Thumbnail::kHeight; ++y) {
        const auto row = static_cast<std::size_t>(y * Thumbnail::kWidth);
        const auto tile_row = static_cast<std::size_t>(y / kSide * Thumbnail::kChromaWidth);
        for (std::size_t x = 0; x < kSide; ++x) {
            Tiles::Plane& plane = out.values[static_cast<std::size_t>(y % kSide) * kSide + x];
            for (std::size_t tile = 0; tile < Thumbnail::kChromaWidth; ++tile)
                plane[tile_row + tile] = static_cast<float>(picture.luma[row + tile * kSide + x]) * kLevel;
        }
    }
    for (std::size_t i = 0; i < picture.cb.size(); ++i) {
        out.values[kCb][i] = (static_cast<float>(picture.cb[i]) * kLevel - kGrey) * kChromaWeight;
        out.values[kCb + 1][i] = (static_cast<float>(picture.cr[i]) * kLevel - kGrey) * kChromaWeight;
    }
}

float change_between(const Tiles& a, const Tiles& b) {
    Tiles::Plane squares{};
    for (std::size_t k = 0; k < a.values.size(); ++k) {
        for (std::size_t i = 0; i < squares.size(); ++i) {
            const float d = b.values[k][i] - a.values[k][i];
            squares[i] += d * d;
        }
    }
    float sum = 0;
    for (const float s : squares)
        sum += s;
    return sum / (Tiles::kCount * Tiles::kPixels);
}

float contrast_of(const Tiles& picture) {
    Tiles::Plane sums{};
    Tiles::Plane squares{};
    for (std::size_t k = 0; k < kCb; ++k) {
        for (std::size_t i = 0; i < sums.size(); ++i) {
            const float v = picture.values[k][i] - kGrey;
            sums[i] += v;
            squares[i] += v * v;
        }
    }
    constexpr float kPixels = Tiles::kCount * Tiles::kPixels;
    float mean = 0;
    float square = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        mean += sums[i] / kPixels;
        square += squares[i] / kPixels;
    }
    return std::max(0.0F, square - mean * mean);
}

}  // namespace beatsync::footage
