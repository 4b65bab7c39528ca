#include "music/fft.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <unsupported/Eigen/FFT>

namespace beatsync::music {

class MagnitudeSpectrum::Impl {
public:
    explicit Impl(int window) {
        const auto length = static_cast<std::size_t>(window);
        const std::size_t size = std::bit_ceil(length);
        window_.resize(length);
        // The periodic Hann window sums to length/2, and a sine puts half its amplitude on each side:
        // 4/length.
        const double scale = 4.0 / window;
        for (std::size_t i = 0; i < length; ++i) {
            const double phase = 2.0 * std::numbers::pi * static_cast<double>(i) / window;
            window_[i] = static_cast<float>(scale * 0.5 * (1.0 - std::cos(phase)));
        }
        samples_.assign(size, 0.0F);
        spectrum_.resize(size / 2 + 1);
        magnitudes_.resize(size / 2 + 1);
        fft_.SetFlag(Eigen::FFT<float>::HalfSpectrum);
    }

    std::span<const float> transform(std::span<const float> samples) {
        assert(samples.size() == window_.size());
        for (std::size_t i = 0; i < window_.size(); ++i)
            samples_[i] = samples[i] * window_[i];
        fft_.fwd(spectrum_.data(), samples_.data(), static_cast<Eigen::Index>(samples_.size()));
        for (std::size_t i = 0; i < magnitudes_.size(); ++i) {
            const float re = spectrum_[i].real();
            const float im = spectrum_[i].imag();
            magnitudes_[i] = std::sqrt(re * re + im * im);
        }
        return magnitudes_;
    }

    [[nodiscard]] std::size_t window() const { return window_.size(); }
    [[nodiscard]] std::size_t size() const { return samples_.size(); }

private:
    Eigen::FFT<float> fft_;
    std::vector<float> window_;
    std::vector<float> samples_;  // windowed, the rest stays zero
    std::vector<std::complex<float>> spectrum_;
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
