#include "footage/difference.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace beatsync::footage {
namespace {

constexpr int kColumns = 8;  ///< blocks across and down what the bars leave of the picture
constexpr int kRows = 4;
constexpr int kSearch = 4;  ///< pixels each way: 6 % of the width from frame to frame
/// Found: searching on would tell little more, and most blocks of most frames stay where they are.
constexpr float kFound = 0.97F;
/// Bars take no more than this of each side: what is left must fill the blocks.
constexpr int kWidestBar = Thumbnail::kWidth / 4;
constexpr int kHighestBar = Thumbnail::kHeight / 4;

/// How far a picture may have moved as a whole; half of that down or up.
constexpr int kFarthestMove = 32;
/// Moved, it must have so much of its structure in the other picture, and lose so little there, of what it
/// loses unmoved.
constexpr float kLeastSeenAgain = 0.5F;
constexpr float kFoundAgain = 0.5F;

constexpr float kUnit = Thumbnail::kScale * Thumbnail::kScale;
/// Variance that grain and compression leave in a box average: correlation below it means nothing.
constexpr float kNoiseVariance = 2.0F * kUnit;
/// A block's vote grows with its contrast up to this standard deviation.
constexpr float kFullContrast = 12.0F * Thumbnail::kScale;
/// Vote of "no change" that a picture without any structure has.
constexpr float kPrior = 0.02F;
constexpr float kChromaWeight = 0.35F;
constexpr float kChromaRange = 24.0F * Thumbnail::kScale;
/// Chroma of a picture without colours: what compression leaves.
constexpr int kMostOfGrey = 3 * Thumbnail::kScale;
/// What chroma would add to the structure's difference, on the average of unlike pictures.
constexpr float kWithoutChroma = 1.3F;
/// Chroma goes with the light; beyond this factor it has been lost or drowned.
constexpr float kMostLight = 4.0F;

struct Block {
    int width;
    int height;
    [[nodiscard]] float pixels() const { return static_cast<float>(width * height); }
};

struct BlockStats {
    float sum;
    float variance;  ///< per pixel
};

std::size_t pixel(int x, int y) {
    return static_cast<std::size_t>(y * Thumbnail::kWidth + x);
}

/// What is inside the bars of either; the whole picture where both are black.
Area shared_area(const Area& a, const Area& b) {
    if (a.bottom == 0 && b.bottom == 0) return {0, 0, Thumbnail::kWidth, Thumbnail::kHeight};
    if (a.bottom == 0) return shared_area(b, b);
    if (b.bottom == 0) return shared_area(a, a);
    return {std::min({a.left, b.left, kWidestBar}), std::min({a.top, b.top, kHighestBar}),
            std::max({a.right, b.right, Thumbnail::kWidth - kWidestBar}),
            std::max({a.bottom, b.bottom, Thumbnail::kHeight - kHighestBar})};
}

BlockStats block_stats(const Thumbnail& t, Block block, int x, int y) {
    const auto top = static_cast<std::size_t>(y * Thumbnail::kSumStride + x);
    const std::size_t bottom =
        top + std::size_t{Thumbnail::kSumStride} * static_cast<std::size_t>(block.height);
    const auto across = static_cast<std::size_t>(block.width);
    const auto over_block = [&](const auto& integral) {
        return static_cast<float>(integral[bottom + across] - integral[bottom] - integral[top + across] +
                                  integral[top]);
    };
    const float sum = over_block(t.sums);
    const float mean = sum / block.pixels();
    return {sum, std::max(0.0F, over_block(t.square_sums) / block.pixels() - mean * mean)};
}

/// 16-bit products into a 32-bit sum: one pmaddwd a row where the width is known to be eight.
template <class Width>
int dot(const std::int16_t* a, const std::int16_t* b, Width width, int height) {
    int sum = 0;
    for (int y = 0; y < height; ++y, a += Thumbnail::kWidth, b += Thumbnail::kWidth) {
        for (int x = 0; x < width; ++x)
            sum += a[x] * b[x];
    }
    return sum;
}

int dot(const std::int16_t* a, const std::int16_t* b, Block block) {
    constexpr std::integral_constant<int, Thumbnail::kWidth / kColumns> kUsual;
    return block.width == kUsual ? dot(a, b, kUsual, block.height) : dot(a, b, block.width, block.height);
}

struct Shift {
    int x = 0;
    int y = 0;
};

struct Match {
    float weight;
    float correlation;
};

/// Looks for a block of `a` in `b`, where it was first.
class BlockSearch {
public:
    BlockSearch(const Thumbnail& a, const Thumbnail& b, Block block) : a_(a), b_(b), block_(block) {}

    /// `by`: where in `b` it is looked for, from where it is in `a`; it must lie in the picture.
    [[nodiscard]] Match best_match(int block_x, int block_y, Shift by) const {
        const BlockStats of_a = block_stats(a_, block_, block_x, block_y);
        const int x = block_x + by.x;
        const int y = block_y + by.y;
        const BlockStats of_b = block_stats(b_, block_, x, y);
        const float contrast = std::sqrt(std::max(of_a.variance, of_b.variance));
        const float weight = std::min(1.0F, contrast / kFullContrast);
        float best = covariance(of_a, of_b, block_x, block_y, x, y);
        best = best > 0 ? best * best / (of_b.variance + kNoiseVariance) : 0;
        const float found = kFound * kFound * of_a.variance;
        const bool flat = std::max(of_a.variance, of_b.variance) < kNoiseVariance;
        if (!flat && best * (of_b.variance + kNoiseVariance) < found * of_b.variance)
            best = search(of_a, block_x, block_y, by, best);
        return {weight, std::sqrt(best / (of_a.variance + kNoiseVariance))};
    }

private:
    [[nodiscard]] float covariance(const BlockStats& of_a, const BlockStats& of_b, int ax, int ay, int bx,
                                   int by) const {
        const auto product =
            static_cast<float>(dot(&a_.luma[pixel(ax, ay)], &b_.luma[pixel(bx, by)], block_));
        return (product - of_a.sum * of_b.sum / block_.pixels()) / block_.pixels();
    }

    /// The largest square of the correlation, but for what `a` brings to it.
    [[nodiscard]] float search(const BlockStats& of_a, int block_x, int block_y, Shift by, float best) const {
        const int bottom = std::min(Thumbnail::kHeight - block_.height, block_y + by.y + kSearch);
        const int right = std::min(Thumbnail::kWidth - block_.width, block_x + by.x + kSearch);
        for (int y = std::max(0, block_y + by.y - kSearch); y <= bottom; ++y) {
            for (int x = std::max(0, block_x + by.x - kSearch); x <= right; ++x) {
                const BlockStats of_b = block_stats(b_, block_, x, y);
                const float cov = covariance(of_a, of_b, block_x, block_y, x, y);
                if (cov > 0) best = std::max(best, cov * cov / (of_b.variance + kNoiseVariance));
            }
        }
        return best;
    }

    const Thumbnail& a_;
    const Thumbnail& b_;
    Block block_;
};

/// What all blocks lost together, and how much they had to say.
struct Loss {
    float lost = 0;
    float weights = 0;
    int blocks = 0;
    [[nodiscard]] float share() const { return lost / (weights + kPrior * static_cast<float>(blocks)); }
};

/// Over the blocks that are in both pictures.
Loss structure_loss(const Thumbnail& a, const Thumbnail& b, const Area& area, Shift by) {
    const int width = area.right - area.left;
    const int height = area.bottom - area.top;
    const Block block{width / kColumns, height / kRows};
    const BlockSearch search(a, b, block);
    Loss loss;
    for (int row = 0; row < kRows; ++row) {
        for (int column = 0; column < kColumns; ++column) {
            const int x = area.left + column * width / kColumns;
            const int y = area.top + row * height / kRows;
            if (x + by.x < 0 || x + by.x + block.width > Thumbnail::kWidth) continue;
            if (y + by.y < 0 || y + by.y + block.height > Thumbnail::kHeight) continue;
            const Match match = search.best_match(x, y, by);
            loss.weights += match.weight;
            loss.lost += match.weight * (1 - match.correlation);
            ++loss.blocks;
        }
    }
    return loss;
}

float mean_luma(const Thumbnail& t) {
    return block_stats(t, {Thumbnail::kWidth, Thumbnail::kHeight}, 0, 0).sum /
           (Thumbnail::kWidth * Thumbnail::kHeight);
}

/// Light that goes up or down takes the chroma with it: that is no difference.
float chroma_difference(const Thumbnail& a, const Thumbnail& b) {
    constexpr float kGrey = 128.0F * Thumbnail::kScale;
    constexpr float kDarkest = Thumbnail::kScale;
    const float light =
        std::clamp((mean_luma(b) + kDarkest) / (mean_luma(a) + kDarkest), 1 / kMostLight, kMostLight);
    float as_it_is = 0;
    float as_lit = 0;
    const auto add = [&](std::int16_t in_a, std::int16_t in_b) {
        const float of_a = static_cast<float>(in_a) - kGrey;
        const float of_b = static_cast<float>(in_b) - kGrey;
        as_it_is += std::abs(of_a - of_b);
        as_lit += std::abs(of_a * light - of_b);
    };
    for (std::size_t i = 0; i < a.cb.size(); ++i) {
        add(a.cb[i], b.cb[i]);
        add(a.cr[i], b.cr[i]);
    }
    const float total = std::min(as_it_is, as_lit / std::max(1.0F, light));
    return std::min(1.0F, total / static_cast<float>(a.cb.size()) / kChromaRange);
}

bool is_grey(const Thumbnail& t) {
    const auto is_none = [](int v) { return std::abs(v - 128 * Thumbnail::kScale) <= kMostOfGrey; };
    return std::all_of(t.cb.begin(), t.cb.end(), is_none) && std::all_of(t.cr.begin(), t.cr.end(), is_none);
}

}  // namespace

float difference(const Thumbnail& a, const Thumbnail& b) {
    return structure_loss(a, b, shared_area(a.inside, b.inside), {}).share() +
           kChromaWeight * chroma_difference(a, b);
}

float full_difference(const Thumbnail& a, const Thumbnail& b) {
    const float found = difference(a, b);
    return is_grey(a) && is_grey(b) ? found * kWithoutChroma : found;
}

bool is_moved(const Thumbnail& a, const Thumbnail& b) {
    const Area area = shared_area(a.inside, b.inside);
    const Loss in_place = structure_loss(a, b, area, {});
    for (int y = -kFarthestMove / 2; y <= kFarthestMove / 2; y += 2 * kSearch) {
        for (int x = -kFarthestMove; x <= kFarthestMove; x += 2 * kSearch) {
            const Loss moved = structure_loss(a, b, area, {x, y});
            const bool enough = moved.weights > kLeastSeenAgain * in_place.weights;
            if (enough && moved.share() < kFoundAgain * in_place.share()) return true;
        }
    }
    return false;
}

}  // namespace beatsync::footage
