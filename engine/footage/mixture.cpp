#include "footage/mixture.h"

#include <algorithm>
#include <cstddef>

namespace beatsync::footage {
namespace {

/// Square of the difference that grain and compression leave in a tile: shares below it mean nothing.
constexpr float kNoise = 16;
constexpr float kTiny = 1e-3F;

float sum_of(const Tiles::Plane& plane) {
    float sum = 0;
    for (const float v : plane)
        sum += v;
    return sum;
}

}  // namespace

Mixture::Mixture(const Tiles& before, const Tiles& after) : before_(before), squares_{} {
    for (std::size_t k = 0; k < step_.values.size(); ++k) {
        for (std::size_t i = 0; i < squares_.size(); ++i) {
            const float d = after.values[k][i] - before.values[k][i];
            step_.values[k][i] = d;
            squares_[i] += d * d;
        }
    }
    square_ = sum_of(squares_);
    // A few tiles that change much are not more of the picture than the others.
    const float most = square_ / Tiles::kCount;
    for (std::size_t i = 0; i < squares_.size(); ++i)
        weights_[i] = std::min(squares_[i], most);
    const float scale = 1 / (sum_of(weights_) + kTiny);
    for (float& w : weights_)
        w *= scale;
}

float Mixture::distance() const {
    return square_ / (Tiles::kCount * Tiles::kPixels);
}

Mixture::Measure Mixture::measure(const Tiles& between) const {
    Tiles::Plane along{};   // of what was changed so far, in the direction of the step
    Tiles::Plane so_far{};  // its square
    for (std::size_t k = 0; k < step_.values.size(); ++k) {
        for (std::size_t i = 0; i < along.size(); ++i) {
            const float m = between.values[k][i] - before_.values[k][i];
            along[i] += m * step_.values[k][i];
            so_far[i] += m * m;
        }
    }
    Measure measure;
    float from_before = 0;
    float from_after = 0;
    for (std::size_t i = 0; i < along.size(); ++i) {
        const float share = std::clamp(along[i] / (squares_[i] + kNoise), 0.0F, 1.0F);
        measure.share += weights_[i] * share;
        measure.blend += weights_[i] * share * (1 - share);
        measure.unexplained += so_far[i] - share * (2 * along[i] - share * squares_[i]);
        from_before += so_far[i];
        from_after += so_far[i] - 2 * along[i] + squares_[i];
    }
    measure.unlike = std::min(from_before, from_after);
    return measure;
}

}  // namespace beatsync::footage
