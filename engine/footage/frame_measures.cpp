#include "footage/frame_measures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>

#include "footage/sharpness.h"

namespace beatsync::footage {
namespace {

constexpr int kScale = Thumbnail::kScale;
constexpr std::size_t kPixels = Thumbnail::kWidth * Thumbnail::kHeight;

constexpr int kGrain = 3 * kScale / 2;      ///< change of a box average that grain alone makes
constexpr int kUnchanged = 3 * kScale / 4;  ///< largest change anywhere in a frozen picture: compression's
constexpr double kTypicalSpeed = 0.3;       ///< picture widths a second

constexpr int kBlackLevel = 24 * kScale;
constexpr int kCrushedLevel = 16 * kScale;
constexpr int kBlownLevel = 243 * kScale;
constexpr float kBlankDeviation = 2.5F * kScale;
constexpr float kVisibleDeviation = 8.0F * kScale;
constexpr float kBlurredSharpness = 0.08F;

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

/// Share of the picture where `test` holds.
template <class Test>
float share(const Thumbnail& t, Test test) {
    int hits = 0;
    for (const std::int16_t v : t.luma)
        hits += test(v) ? 1 : 0;
    return static_cast<float>(hits) / static_cast<float>(kPixels);
}

bool nothing_changed(const Thumbnail& a, const Thumbnail& b) {
    int largest = 0;
    for (std::size_t i = 0; i < kPixels; ++i)
        largest = std::max(largest, std::abs(a.luma[i] - b.luma[i]));
    return largest <= kUnchanged;
}

int mean_change(const Thumbnail& a, const Thumbnail& b) {
    int sum = 0;
    for (std::size_t i = 0; i < kPixels; ++i)
        sum += b.luma[i] - a.luma[i];
    return sum / static_cast<int>(kPixels);
}

/// Sum of the horizontal steps; stands for the vertical ones too.
int total_gradient(const Thumbnail& t) {
    int sum = 0;
    for (std::size_t i = 0; i + 1 < kPixels; ++i)
        sum += std::abs(t.luma[i + 1] - t.luma[i]);
    return sum;
}

}  // namespace

float motion_between(const Thumbnail& before, const Thumbnail& now) {
    const double seconds = (now.at - before.at).seconds();
    if (seconds <= 0) return 0;
    const int light = mean_change(before, now);
    int change = 0;
    for (std::size_t i = 0; i < kPixels; ++i) {
        change += std::max(0, std::abs(now.luma[i] - before.luma[i] - light) - kGrain);
    }
    const int gradient = total_gradient(now) + static_cast<int>(kPixels) * kScale / 2;
    const double widths = static_cast<double>(change) / gradient / Thumbnail::kWidth;
    return static_cast<float>(1 - std::exp(-widths / seconds / kTypicalSpeed));
}

float exposure_of(const Thumbnail& picture) {
    const float lost = share(picture, [](int v) { return v < kCrushedLevel || v > kBlownLevel; });
    const float level = spread_of(picture.luma).mean / kScale;
    const float from_dark = std::clamp(level / 70, 0.0F, 1.0F);
    const float from_bright = std::clamp((255 - level) / 60, 0.0F, 1.0F);
    return (1 - lost) * std::min(from_dark, from_bright);
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
    m.black = share(now, [](int v) { return v > kBlackLevel; }) < 0.005F;
    m.blank = flat && !m.black;
    m.blurred = contrast > kVisibleDeviation && m.sharpness < kBlurredSharpness;
    m.same = before != nullptr && nothing_changed(*before, now);
    return m;
}

}  // namespace beatsync::footage
