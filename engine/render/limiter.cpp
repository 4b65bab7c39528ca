#include "render/limiter.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>

namespace beatsync::render {
namespace {

constexpr std::size_t kTaps = 12;   // of the interpolator, six on each side
constexpr std::size_t kPhases = 3;  // between two samples; the sample itself needs none
constexpr double kLookaheadSeconds = 0.005;
constexpr double kReleaseSeconds = 0.1;

using Interpolator = std::array<std::array<float, kTaps>, kPhases>;

/// Windowed sinc (Hann) for the points at a quarter, a half and three quarters of the way.
Interpolator make_interpolator() {
    Interpolator filter{};
    constexpr std::size_t kCentre = kTaps / 2 - 1;  // the tap before the point
    for (std::size_t p = 0; p < kPhases; ++p) {
        double sum = 0;
        std::array<double, kTaps> taps{};
        for (std::size_t k = 0; k < kTaps; ++k) {
            const double x =
                static_cast<double>(k) - static_cast<double>(kCentre) - static_cast<double>(p + 1) / 4;
            const double angle = std::numbers::pi * x;
            const double window = 0.5 + 0.5 * std::cos(angle / (kTaps / 2.0 + 0.5));
            taps[k] = std::sin(angle) / angle * window;
            sum += taps[k];
        }
        for (std::size_t k = 0; k < kTaps; ++k)
            filter[p][k] = static_cast<float>(taps[k] / sum);
    }
    return filter;
}

const Interpolator& interpolator() {
    static const Interpolator filter = make_interpolator();
    return filter;
}

}  // namespace

Limiter::Limiter(const Parameters& p)
    : ceiling_(static_cast<float>(std::pow(10.0, p.ceiling_dbtp / 20))),
      channels_(static_cast<std::size_t>(p.channels)),
      window_(static_cast<std::size_t>(std::lround(kLookaheadSeconds * p.sample_rate))),
      release_(static_cast<float>(1 - std::exp(-1 / (kReleaseSeconds * p.sample_rate)))),
      box_(window_, 1.0F),
      box_sum_(static_cast<double>(window_)) {
    const std::size_t frames = std::bit_ceil(window_ + 2 * kTaps);
    history_.assign(frames * channels_, 0.0F);
    mask_ = frames - 1;
}

std::size_t Limiter::latency() const {
    // A gain asked for now is reached window_ samples later, and a peak is known when the interpolator has
    // seen what follows it.
    return window_ - 1 + kTaps / 2;
}

void Limiter::remember(std::span<const float> frame) {
    std::copy(frame.begin(), frame.end(),
              history_.begin() + static_cast<std::ptrdiff_t>((count_ & mask_) * channels_));
    ++count_;
}

/// The highest of a frame's samples and of what lies between it and the next.
float Limiter::peak_around(std::size_t frame) const {
    float peak = 0;
    for (std::size_t c = 0; c < channels_; ++c) {
        std::array<float, kTaps> x;
        float loudest = 0;
        for (std::size_t k = 0; k < kTaps; ++k) {
            x[k] = history_[((frame + k - (kTaps / 2 - 1)) & mask_) * channels_ + c];
            loudest = std::max(loudest, std::abs(x[k]));
        }
        peak = std::max(peak, std::abs(x[kTaps / 2 - 1]));
        // The interpolator's gain is under 2: far below the ceiling nothing can hide between samples.
        if (loudest * 2 < ceiling_) continue;
        for (const auto& taps : interpolator()) {
            float y = 0;
            for (std::size_t k = 0; k < kTaps; ++k)
                y += taps[k] * x[k];
            peak = std::max(peak, std::abs(y));
        }
    }
    return peak;
}

/// Least of the window, slow return, then a mean over the window: it never exceeds `wanted` where that is
/// asked for, and has no steps.
float Limiter::smoothed(float wanted) {
    while (!minima_.empty() && minima_.back().gain >= wanted)
        minima_.pop_back();
    minima_.push_back({count_, wanted});
    while (minima_.front().at + window_ <= count_)
        minima_.pop_front();
    const float least = minima_.front().gain;
    released_ = std::min(least, released_ + (1 - released_) * release_);
    float& oldest = box_[count_ % window_];
    box_sum_ += static_cast<double>(released_) - static_cast<double>(oldest);
    oldest = released_;
    return static_cast<float>(box_sum_ / static_cast<double>(window_));
}

void Limiter::process(std::span<float> interleaved) {
    for (std::size_t i = 0; i + channels_ <= interleaved.size(); i += channels_) {
        const std::span<float> frame = interleaved.subspan(i, channels_);
        remember(frame);
        const std::uint64_t newest = count_ - 1;
        const float peak = peak_around(newest - kTaps / 2);
        const float gain = smoothed(peak > ceiling_ ? ceiling_ / peak : 1.0F);
        const std::size_t out = ((newest - latency()) & mask_) * channels_;
        for (std::size_t c = 0; c < channels_; ++c)
            frame[c] = history_[out + c] * gain;
    }
}

}  // namespace beatsync::render
