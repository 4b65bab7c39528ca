#include "cli/demo/song/filter.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "cli/demo/song/stereo.h"

namespace beatsync::cli::song {

void Filter::set(float cutoff_hz, float resonance) {
    const float cutoff = std::clamp(cutoff_hz, 20.0F, 0.45F * static_cast<float>(kSampleRate));
    const float g = std::tan(std::numbers::pi_v<float> * cutoff / static_cast<float>(kSampleRate));
    damping_ = 2.0F - 2.0F * std::clamp(resonance, 0.0F, 0.98F);
    a1_ = 1.0F / (1.0F + g * (g + damping_));
    a2_ = g * a1_;
    a3_ = g * a2_;
}

void Filter::step(float input) {
    const float v3 = input - state2_;
    band_ = a1_ * state1_ + a2_ * v3;
    low_ = state2_ + a2_ * state1_ + a3_ * v3;
    state1_ = 2.0F * band_ - state1_;
    state2_ = 2.0F * low_ - state2_;
}

}  // namespace beatsync::cli::song
