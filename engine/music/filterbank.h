#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace beatsync::music {

/// Triangular filters with logarithmically spaced centres over the bins of a magnitude spectrum. Where the
/// spectrum is too coarse for two neighbours to differ (below some 500 Hz at 24 bands an octave), there is
/// one filter instead of two.
class Filterbank {
public:
    Filterbank(double sample_rate, int fft_size, int bands_per_octave, double low_hz, double high_hz);
    /// The bands of a spectrum of bins `resolution_hz` apart, whatever the bins are in truth: the same number
    /// with the same meaning at every sample rate. Those beyond Nyquist read 0.
    [[nodiscard]] static Filterbank fixed(double resolution_hz, double sample_rate, int fft_size,
                                          int bands_per_octave, double low_hz, double high_hz);

    [[nodiscard]] std::size_t size() const { return bands_.size(); }
    [[nodiscard]] double centre_hz(std::size_t band) const { return bands_[band].centre_hz; }
    /// out[b] = weighted sum of the magnitudes in band b.
    void apply(std::span<const float> magnitudes, std::span<float> out) const;

private:
    Filterbank() = default;

    struct Band {
        std::size_t first_bin = 0;
        std::vector<float> weights;
        double centre_hz = 0;
    };
    std::vector<Band> bands_;
};

}  // namespace beatsync::music
