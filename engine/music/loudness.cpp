#include "music/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "music/true_peak.h"

namespace beatsync::music {
namespace {

struct Ebur128Deleter {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};
using Ebur128 = std::unique_ptr<ebur128_state, Ebur128Deleter>;

// The histogram bounds the memory of a long mix.
constexpr int kMode = EBUR128_MODE_I | EBUR128_MODE_M | EBUR128_MODE_HISTOGRAM;
constexpr unsigned long kCurveWindowMs = 50;

double floored(double decibel) {
    return std::isfinite(decibel) ? std::max(decibel, -70.0) : -70.0;
}

}  // namespace

class LoudnessMeter::Impl {
public:
    Impl(Ebur128 state, int sample_rate)
        : state_(std::move(state)),
          true_peak_(state_->channels),
          samples_per_value_(sample_rate / Loudness::kCurveRate) {}

    void push(std::span<const float> interleaved) {
        true_peak_.push(interleaved);
        const std::size_t channels = state_->channels;
        while (!interleaved.empty()) {
            // Up to where the next value of the curve is due, so that it is the same for any cut into blocks.
            const auto due =
                std::llround(static_cast<double>(loudness_.curve.size() + 1) * samples_per_value_);
            const std::size_t frames =
                std::min(interleaved.size() / channels, static_cast<std::size_t>(due - pushed_));
            ebur128_add_frames_float(state_.get(), interleaved.data(), frames);
            pushed_ += static_cast<std::int64_t>(frames);
            interleaved = interleaved.subspan(frames * channels);
            if (pushed_ == due) add_value();
        }
    }

    Loudness finish() {
        double lufs = -HUGE_VAL;
        ebur128_loudness_global(state_.get(), &lufs);
        loudness_.integrated_lufs = floored(lufs);
        loudness_.true_peak_dbtp = floored(20 * std::log10(static_cast<double>(true_peak_.peak())));
        return std::exchange(loudness_, {});
    }

private:
    void add_value() {
        double lufs = -HUGE_VAL;
        ebur128_loudness_window(state_.get(), kCurveWindowMs, &lufs);
        loudness_.curve.push_back(std::isfinite(lufs) ? static_cast<float>(std::pow(10.0, lufs / 10)) : 0.0F);
    }

    Ebur128 state_;
    TruePeak true_peak_;  // libebur128's own takes as long as all the rest of the analysis
    double samples_per_value_;
    std::int64_t pushed_ = 0;
    Loudness loudness_;
};

Result<LoudnessMeter> LoudnessMeter::create(int sample_rate, int channels) {
    Ebur128 state(
        ebur128_init(static_cast<unsigned>(channels), static_cast<unsigned long>(sample_rate), kMode));
    if (!state) return fail(Errc::internal, "libebur128 refuses the format");
    return LoudnessMeter(std::make_unique<Impl>(std::move(state), sample_rate));
}

LoudnessMeter::LoudnessMeter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;
LoudnessMeter::~LoudnessMeter() = default;
void LoudnessMeter::push(std::span<const float> interleaved) {
    impl_->push(interleaved);
}
Loudness LoudnessMeter::finish() {
    return impl_->finish();
}

}  // namespace beatsync::music
