#include "render/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "render/voices.h"

namespace beatsync::render {
namespace {

constexpr double kSilence = -70;

struct Deleter {
    void operator()(ebur128_state* s) const noexcept { ebur128_destroy(&s); }
};

}  // namespace

struct LoudnessMeter::State {
    std::unique_ptr<ebur128_state, Deleter> meter;
    bool peaks = false;
};

LoudnessMeter::LoudnessMeter(Peak peak) : state_(std::make_unique<State>()) {
    state_->peaks = peak == Peak::measured;
    // A histogram: memory does not grow with length.
    const int mode = EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM | (state_->peaks ? EBUR128_MODE_TRUE_PEAK : 0);
    state_->meter.reset(ebur128_init(kChannels, kSampleRate, mode));
    if (!state_->meter) throw std::bad_alloc();
}
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;
LoudnessMeter::~LoudnessMeter() = default;

void LoudnessMeter::add(std::span<const float> interleaved) {
    if (ebur128_add_frames_float(state_->meter.get(), interleaved.data(), interleaved.size() / kChannels) !=
        EBUR128_SUCCESS)
        throw std::bad_alloc();  // its only other failures are ours: a wrong state or mode
}

double LoudnessMeter::integrated_lufs() const {
    double lufs = kSilence;
    ebur128_loudness_global(state_->meter.get(), &lufs);
    return std::isfinite(lufs) ? std::max(kSilence, lufs) : kSilence;
}

double LoudnessMeter::true_peak_dbtp() const {
    double highest = 0;
    for (unsigned c = 0; c < kChannels && state_->peaks; ++c) {
        double peak = 0;
        ebur128_true_peak(state_->meter.get(), c, &peak);
        highest = std::max(highest, peak);
    }
    return highest > 0 ? std::max(kSilence, 20 * std::log10(highest)) : kSilence;
}

}  // namespace beatsync::render
