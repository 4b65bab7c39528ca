#include "footage/frame_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>

#include "footage/sharpness.h"

namespace beatsync::footage {
namespace {

constexpr int kScale = Thumbnail::kScale;
constexpr int kPixels = Thumbnail::kWidth * Thumbnail::kHeight;
constexpr std::size_t kPixelCount = kPixels;

constexpr int kGrain = 3 * kScale / 2;      ///< change of a box average that grain alone makes
constexpr int kUnchanged = 3 * kScale / 4;  ///< largest change anywhere in a frozen picture: compression's
constexpr double kTypicalSpeed = 0.3;       ///< picture widths a second

constexpr int kBlackLevel = 24;
constexpr int kCrushedLevel = 16;
constexpr int kBlownLevel = 243;
constexpr float kBlankDeviation = 2.5F * kScale;
constexpr float kVisibleDeviation = 8.0F * kScale;
constexpr float kBlurredSharpness = 0.2F;

struct Spread {
    float mean;
    float deviation;
};

template <std::size_t N>
Spread spread_of(const std::array<std::int16_t, N>& values) {
    std::int64_t sum = 0;
    std::int64_t squares = 0;
    for (const int v : values) {
        sum += v;
        squares += v * v;
    }
    const double mean = static_cast<double>(sum) / N;
    const double variance = std::max(0.0, static_cast<double>(squares) / N - mean * mean);
    return {static_cast<float>(mean), static_cast<float>(std::sqrt(variance))};
}

/// Histogram of whole luma levels.
class Levels {
public:
    explicit Levels(const Thumbnail& t) {
        for (const std::int16_t v : t.luma)
            ++counts_[static_cast<std::size_t>(v / kScale)];
    }
    [[nodiscard]] float share_below(int level) const {
        int sum = 0;
        for (int i = 0; i < level; ++i)
            sum += count(i);
        return static_cast<float>(sum) / kPixels;
    }
    [[nodiscard]] float share_above(int level) const { return 1 - share_below(level + 1); }
    /// The level that only `share` of the picture is above.
    [[nodiscard]] float brighter_than_all_but(float share) const {
        int level = kLevels - 1;
        for (float left = share * kPixels - static_cast<float>(count(level)); left >= 0 && level > 0;) {
            left -= static_cast<float>(count(--level));
        }
        return static_cast<float>(level);
    }
    [[nodiscard]] float darker_than_all_but(float share) const {
        int level = 0;
        for (float left = share * kPixels - static_cast<float>(count(level));
             left >= 0 && level < kLevels - 1;) {
            left -= static_cast<float>(count(++level));
        }
        return static_cast<float>(level);
    }

private:
    static constexpr int kLevels = 256;
    [[nodiscard]] int count(int level) const { return counts_[static_cast<std::size_t>(level)]; }
    std::array<int, kLevels> counts_{};
};

bool nothing_changed(const Thumbnail& a, const Thumbnail& b) {
    int largest = 0;
    for (std::size_t i = 0; i < kPixelCount; ++i)
        largest = std::max(largest, std::abs(a.luma[i] - b.luma[i]));
    return largest <= kUnchanged;
}

int mean_change(const Thumbnail& a, const Thumbnail& b) {
    int sum = 0;
    for (std::size_t i = 0; i < kPixelCount; ++i)
        sum += b.luma[i] - a.luma[i];
    return sum / kPixels;
}

/// Sum of the horizontal steps; stands for the vertical ones too.
int total_gradient(const Thumbnail& t) {
    int sum = 0;
    for (std::size_t i = 0; i + 1 < kPixelCount; ++i)
        sum += std::abs(t.luma[i + 1] - t.luma[i]);
    return sum;
}

}  // namespace

float motion_between(const Thumbnail& before, const Thumbnail& now) {
    const double seconds = (now.at - before.at).seconds();
    if (seconds <= 0) return 0;
    const int light = mean_change(before, now);
    int change = 0;
    for (std::size_t i = 0; i < kPixelCount; ++i) {
        change += std::max(0, std::abs(now.luma[i] - before.luma[i] - light) - kGrain);
    }
    const int gradient = total_gradient(now) + kPixels * kScale / 2;
    const double widths = static_cast<double>(change) / gradient / Thumbnail::kWidth;
    return static_cast<float>(1 - std::exp(-widths / seconds / kTypicalSpeed));
}

float exposure_of(const Thumbnail& picture) {
    const Levels levels(picture);
    const float lost = levels.share_above(kBlownLevel) + levels.share_below(kCrushedLevel) / 2;
    const float light = std::clamp(levels.brighter_than_all_but(0.05F) / 100, 0.0F, 1.0F);
    const float shade = std::clamp((255 - levels.darker_than_all_but(0.05F)) / 80, 0.0F, 1.0F);
    return (1 - lost) * std::min(light, shade);
}

FrameMeasures measure_frame(const PictureView& picture, const Thumbnail& now, const Thumbnail* before) {
    FrameMeasures m;
    m.at = now.at;
    m.motion = before == nullptr ? 0 : motion_between(*before, now);
    m.sharpness = sharpness_of(picture.luma);
    m.exposure = exposure_of(now);
    const float contrast = spread_of(now.luma).deviation;
    const bool flat = contrast < kBlankDeviation && spread_of(now.cb).deviation < kBlankDeviation &&
                      spread_of(now.cr).deviation < kBlankDeviation;
    m.black = Levels(now).share_above(kBlackLevel) < 0.005F;
    m.blank = flat && !m.black;
    m.blurred = contrast > kVisibleDeviation && m.sharpness < kBlurredSharpness;
    m.damaged = picture.damaged;
    m.same = before != nullptr && nothing_changed(*before, now);
    return m;
}

}  // namespace beatsync::footage
