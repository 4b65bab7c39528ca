#include "footage/sharpness.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace beatsync::footage {
namespace {

constexpr int kBlockColumns = 8;
constexpr int kBlockRows = 6;
constexpr std::size_t kBlocks = kBlockColumns * kBlockRows;
constexpr int kWide = 4;  ///< pixels

/// A step over one pixel, and over kWide, is at least this large by grain alone (mean square, levels).
constexpr float kGrainEnergy = 3.0F;
/// Mean square of a block's wide steps from which on it has texture.
constexpr float kTextureEnergy = 40.0F;
/// Energy of narrow steps · kWide² over that of wide ones: 1 for ramps wider than kWide, 4 for a lone clean
/// edge, 16 for the finest texture. Judged on a logarithmic scale; this much counts as crisp.
constexpr float kCrispRatio = 10.0F;

struct StepEnergy {
    std::int64_t narrow = 0;
    std::int64_t wide = 0;
};

/// Steps from `at` along one direction: to the next pixel and to the one kWide further.
StepEnergy row_energy(const std::uint8_t* at, const std::uint8_t* next, const std::uint8_t* far, int count) {
    int narrow = 0;
    int wide = 0;
    for (int x = 0; x < count; ++x) {
        const auto step = static_cast<std::int16_t>(next[x] - at[x]);
        const auto leap = static_cast<std::int16_t>(far[x] - at[x]);
        narrow += step * step;
        wide += leap * leap;
    }
    return {narrow, wide};
}

struct Block {
    float sharpness = 0;
    bool textured = false;
};

Block judge(const StepEnergy& energy, int samples) {
    const float wide = static_cast<float>(energy.wide) / static_cast<float>(samples) - kGrainEnergy;
    const float narrow = static_cast<float>(energy.narrow) / static_cast<float>(samples) - kGrainEnergy;
    if (wide < kTextureEnergy) return {};
    const float ratio = narrow * kWide * kWide / wide;
    return {std::clamp(std::log(std::max(ratio, 1.0F)) / std::log(kCrispRatio), 0.0F, 1.0F), true};
}

/// Every second row is enough.
Block judge_block(const PlaneView& luma, int x0, int x1, int y0, int y1) {
    StepEnergy across;
    StepEnergy down;
    int samples = 0;
    for (int y = y0; y < y1; y += 2) {
        const std::uint8_t* at = luma.row(y) + x0;
        const StepEnergy h = row_energy(at, at + 1, at + kWide, x1 - x0);
        const StepEnergy v = row_energy(at, at + luma.stride, at + kWide * luma.stride, x1 - x0);
        across = {across.narrow + h.narrow, across.wide + h.wide};
        down = {down.narrow + v.narrow, down.wide + v.wide};
        samples += x1 - x0;
    }
    if (samples == 0) return {};
    const Block a = judge(across, samples);
    const Block b = judge(down, samples);
    return {std::max(a.sharpness, b.sharpness), a.textured || b.textured};
}

}  // namespace

float sharpness_of(const PlaneView& luma) {
    std::array<float, kBlocks> textured{};
    std::size_t count = 0;
    const int width = std::max(0, luma.width - kWide);
    const int height = std::max(0, luma.height - kWide);
    for (int row = 0; row < kBlockRows; ++row) {
        for (int column = 0; column < kBlockColumns; ++column) {
            const Block block =
                judge_block(luma, column * width / kBlockColumns, (column + 1) * width / kBlockColumns,
                            row * height / kBlockRows, (row + 1) * height / kBlockRows);
            if (block.textured) textured[count++] = block.sharpness;
        }
    }
    if (count == 0) return 0;
    const std::size_t best = std::max<std::size_t>(1, count / 4);
    std::sort(textured.begin(), textured.begin() + static_cast<std::ptrdiff_t>(count), std::greater<>());
    float sum = 0;
    for (std::size_t i = 0; i < best; ++i)
        sum += textured[i];
    return sum / static_cast<float>(best);
}

}  // namespace beatsync::footage
