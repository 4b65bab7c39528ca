#include "music/fft.h"

#include <fftw3.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <mutex>
#include <numbers>

namespace beatsync::music {
namespace {

struct FftwDeleter {
    void operator()(float* p) const { fftwf_free(p); }
    void operator()(fftwf_complex* p) const { fftwf_free(p); }
    void operator()(fftwf_plan_s* p) const { fftwf_destroy_plan(p); }
};
template <class T>
using Fftw = std::unique_ptr<T, FftwDeleter>;

}  // namespace

void share_fft_planner() {
    static std::once_flag once;
    std::call_once(once, fftwf_make_planner_thread_safe);
}

class MagnitudeSpectrum::Impl {
public:
    explicit Impl(int window)
        : window_(static_cast<std::size_t>(window)),
          size_(std::bit_ceil(window_.size())),
          samples_(fftwf_alloc_real(size_)),
          spectrum_(fftwf_alloc_complex(size_ / 2 + 1)),
          magnitudes_(size_ / 2 + 1) {
        // The periodic Hann window sums to length/2, and a sine puts half its amplitude on each side:
        // 4/length.
        const double scale = 4.0 / window;
        for (std::size_t i = 0; i < window_.size(); ++i) {
            const double phase = 2.0 * std::numbers::pi * static_cast<double>(i) / window;
            window_[i] = static_cast<float>(scale * 0.5 * (1.0 - std::cos(phase)));
        }
        share_fft_planner();
        // Estimated, not measured: a measured plan depends on the moment, and its last digits with it.
        plan_.reset(fftwf_plan_dft_r2c_1d(static_cast<int>(size_), samples_.get(), spectrum_.get(),
                                          FFTW_ESTIMATE | FFTW_PRESERVE_INPUT));
        assert(plan_);
        std::fill_n(samples_.get(), size_, 0.0F);
    }

    std::span<const float> transform(std::span<const float> samples) {
        assert(samples.size() == window_.size());
        for (std::size_t i = 0; i < window_.size(); ++i)
            samples_.get()[i] = samples[i] * window_[i];
        fftwf_execute(plan_.get());
        for (std::size_t i = 0; i < magnitudes_.size(); ++i) {
            const float re = spectrum_.get()[i][0];
            const float im = spectrum_.get()[i][1];
            magnitudes_[i] = std::sqrt(re * re + im * im);
        }
        return magnitudes_;
    }

    [[nodiscard]] std::size_t window() const { return window_.size(); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::vector<float> window_;
    std::size_t size_;
    Fftw<float> samples_;  // windowed, the rest stays zero
    Fftw<fftwf_complex> spectrum_;
    Fftw<fftwf_plan_s> plan_;
    std::vector<float> magnitudes_;
};

MagnitudeSpectrum::MagnitudeSpectrum(int window) : impl_(std::make_unique<Impl>(window)) {}
MagnitudeSpectrum::MagnitudeSpectrum(MagnitudeSpectrum&&) noexcept = default;
MagnitudeSpectrum& MagnitudeSpectrum::operator=(MagnitudeSpectrum&&) noexcept = default;
MagnitudeSpectrum::~MagnitudeSpectrum() = default;

int MagnitudeSpectrum::window() const {
    return static_cast<int>(impl_->window());
}
int MagnitudeSpectrum::fft_size() const {
    return static_cast<int>(impl_->size());
}
std::span<const float> MagnitudeSpectrum::operator()(std::span<const float> samples) {
    return impl_->transform(samples);
}

}  // namespace beatsync::music
