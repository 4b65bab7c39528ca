#include "render/ducking.h"

#include <algorithm>
#include <cmath>

namespace beatsync::render {
namespace {

constexpr double kDepthDb = 12;
constexpr std::int64_t kAttack = kSampleRate * 150 / 1000;
constexpr std::int64_t kRelease = kSampleRate * 500 / 1000;

/// 0 = untouched, 1 = all the way down.
double depth(const SampleRange& heard, std::int64_t sample) {
    if (sample < heard.begin) return 1 - static_cast<double>(heard.begin - sample) / kAttack;
    if (sample >= heard.end) return 1 - static_cast<double>(sample - heard.end) / kRelease;
    return 1;
}

}  // namespace

float Ducking::gain(std::int64_t sample) {
    while (next_ < heard_.size() && heard_[next_].end + kRelease <= sample)
        ++next_;
    double deepest = 0;
    // The release of one range may overlap the attack of the next.
    for (std::size_t i = next_; i < std::min(next_ + 2, heard_.size()); ++i)
        deepest = std::max(deepest, depth(heard_[i], sample));
    if (deepest <= 0) return 1;
    return static_cast<float>(std::pow(10.0, -kDepthDb / 20 * deepest));
}

}  // namespace beatsync::render
