#pragma once

#include <memory>
#include <span>
#include <vector>

namespace beatsync::music {

/// FFTW makes plans in one thread at a time, whoever asks for them: after this it sees to that itself. To be
/// called before any library that uses it (aubio does) makes one.
void share_fft_planner();

/// Magnitudes of the spectrum of one Hann window. Scaled so that a full-scale sine on a bin reads 1 whatever
/// the window: features then mean the same at every sample rate.
class MagnitudeSpectrum {
public:
    /// `window` samples, zero-padded to the next power of two.
    explicit MagnitudeSpectrum(int window);
    MagnitudeSpectrum(MagnitudeSpectrum&&) noexcept;
    MagnitudeSpectrum& operator=(MagnitudeSpectrum&&) noexcept;
    ~MagnitudeSpectrum();

    [[nodiscard]] int window() const;
    [[nodiscard]] int fft_size() const;
    /// fft_size/2 + 1 magnitudes, valid until the next call.
    [[nodiscard]] std::span<const float> operator()(std::span<const float> samples);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::music
