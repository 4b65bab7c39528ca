#include "footage/difference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace beatsync::footage {
namespace {

constexpr int kBlockWidth = 8;
constexpr int kBlockHeight = 9;
constexpr int kBlockPixels = kBlockWidth * kBlockHeight;
constexpr int kSearch = 4;  ///< pixels each way: 6 % of the width from frame to frame

constexpr float kUnit = Thumbnail::kScale * Thumbnail::kScale;
/// Variance that grain and compression leave in a box average: correlation below it means nothing.
constexpr float kNoiseVariance = 2.0F * kUnit;
/// A block's vote grows with its contrast up to this standard deviation.
constexpr float kFullContrast = 12.0F * Thumbnail::kScale;
/// Vote of "no change" that a picture without any structure has.
constexpr float kPrior = 0.02F;
constexpr float kChromaWeight = 0.35F;
constexpr float kChromaRange = 24.0F * Thumbnail::kScale;

struct BlockStats {
    float sum;
    float variance;  ///< per pixel
};

std::size_t pixel(int x, int y) {
    return static_cast<std::size_t>(y * Thumbnail::kWidth + x);
}

BlockStats block_stats(const Thumbnail& t, int x, int y) {
    const auto top = static_cast<std::size_t>(y * Thumbnail::kSumStride + x);
    const std::size_t bottom = top + std::size_t{Thumbnail::kSumStride} * kBlockHeight;
    const auto over_block = [&](const auto& integral) {
        return static_cast<float>(integral[bottom + kBlockWidth] - integral[bottom] -
                                  integral[top + kBlockWidth] + integral[top]);
    };
    const float sum = over_block(t.sums);
    const float mean = sum / kBlockPixels;
    return {sum, std::max(0.0F, over_block(t.square_sums) / kBlockPixels - mean * mean)};
}

/// 16-bit products into a 32-bit sum: one pmaddwd a row.
int dot(const std::int16_t* a, const std::int16_t* b) {
    int sum = 0;
    for (int y = 0; y < kBlockHeight; ++y, a += Thumbnail::kWidth, b += Thumbnail::kWidth) {
        for (int x = 0; x < kBlockWidth; ++x)
            sum += a[x] * b[x];
    }
    return sum;
}

struct Match {
    float weight;
    float correlation;
};

Match best_match(const Thumbnail& a, const Thumbnail& b, int block_x, int block_y) {
    const BlockStats of_a = block_stats(a, block_x, block_y);
    float best = 0;
    for (int y = std::max(0, block_y - kSearch);
         y <= std::min(Thumbnail::kHeight - kBlockHeight, block_y + kSearch); ++y) {
        for (int x = std::max(0, block_x - kSearch);
             x <= std::min(Thumbnail::kWidth - kBlockWidth, block_x + kSearch); ++x) {
            const BlockStats of_b = block_stats(b, x, y);
            const auto product =
                static_cast<float>(dot(&a.luma[pixel(block_x, block_y)], &b.luma[pixel(x, y)]));
            const float covariance = (product - of_a.sum * of_b.sum / kBlockPixels) / kBlockPixels;
            const float norm = std::sqrt((of_a.variance + kNoiseVariance) * (of_b.variance + kNoiseVariance));
            best = std::max(best, covariance / norm);
        }
    }
    const float contrast = std::sqrt(std::max(of_a.variance, block_stats(b, block_x, block_y).variance));
    return {std::min(1.0F, contrast / kFullContrast), best};
}

float structure_difference(const Thumbnail& a, const Thumbnail& b) {
    constexpr int kBlocks = (Thumbnail::kWidth / kBlockWidth) * (Thumbnail::kHeight / kBlockHeight);
    float weights = kPrior * kBlocks;
    float lost = 0;
    for (int y = 0; y < Thumbnail::kHeight; y += kBlockHeight) {
        for (int x = 0; x < Thumbnail::kWidth; x += kBlockWidth) {
            const Match match = best_match(a, b, x, y);
            weights += match.weight;
            lost += match.weight * (1 - match.correlation);
        }
    }
    return lost / weights;
}

float chroma_difference(const Thumbnail& a, const Thumbnail& b) {
    int total = 0;
    for (std::size_t i = 0; i < a.cb.size(); ++i) {
        total += std::abs(a.cb[i] - b.cb[i]) + std::abs(a.cr[i] - b.cr[i]);
    }
    return std::min(1.0F, static_cast<float>(total) / static_cast<float>(a.cb.size()) / kChromaRange);
}

}  // namespace

float difference(const Thumbnail& a, const Thumbnail& b) {
    return structure_difference(a, b) + kChromaWeight * chroma_difference(a, b);
}

}  // namespace beatsync::footage
