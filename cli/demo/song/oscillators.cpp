#include "cli/demo/song/oscillators.h"

#include <cmath>
#include <numbers>

#include "cli/demo/song/stereo.h"

namespace beatsync::cli::song {
namespace {

float wrap(float phase) {
    return phase >= 1.0F ? phase - 1.0F : phase;
}

/// What to take off a naive saw around its jump at phase 0.
float poly_blep(float phase, float step) {
    if (phase < step) {
        const float t = phase / step;
        return t + t - t * t - 1.0F;
    }
    if (phase > 1.0F - step) {
        const float t = (phase - 1.0F) / step;
        return t * t + t + t + 1.0F;
    }
    return 0.0F;
}

}  // namespace

float cycles_per_sample(float midi_note) {
    return 440.0F * std::exp2((midi_note - 69.0F) / 12.0F) / static_cast<float>(kSampleRate);
}

float sine(float phase) {
    return std::sin(2.0F * std::numbers::pi_v<float> * phase);
}

float Saw::next(float step) {
    phase_ = wrap(phase_ + step);
    return 2.0F * phase_ - 1.0F - poly_blep(phase_, step);
}

float Phasor::next(float step) {
    phase_ = wrap(phase_ + step);
    return phase_;
}

float Noise::next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 17U;
    state_ ^= state_ << 5U;
    return static_cast<float>(state_ >> 8U) * (2.0F / 16777216.0F) - 1.0F;
}

}  // namespace beatsync::cli::song
