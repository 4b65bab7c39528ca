#include "music/filterbank.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace beatsync::music {
namespace {

std::vector<std::size_t> corner_bins(double hz_per_bin, std::size_t bins, int per_octave, double low_hz,
                                     double high_hz) {
    std::vector<std::size_t> corners;
    for (int k = 0;; ++k) {
        const double hz = low_hz * std::exp2(static_cast<double>(k) / per_octave);
        const auto bin = static_cast<std::size_t>(std::lround(hz / hz_per_bin));
        if (hz > high_hz || bin >= bins) break;
        if (corners.empty() || bin > corners.back()) corners.push_back(bin);
    }
    return corners;
}

}  // namespace

Filterbank::Filterbank(double sample_rate, int fft_size, int bands_per_octave, double low_hz,
                       double high_hz) {
    const double hz_per_bin = sample_rate / fft_size;
    const auto corners = corner_bins(hz_per_bin, static_cast<std::size_t>(fft_size / 2 + 1), bands_per_octave,
                                     low_hz, high_hz);
    for (std::size_t c = 0; c + 2 < corners.size(); ++c) {
        const std::size_t left = corners[c];
        const std::size_t centre = corners[c + 1];
        const std::size_t right = corners[c + 2];
        Band band{
            .first_bin = left + 1, .weights = {}, .centre_hz = static_cast<double>(centre) * hz_per_bin};
        for (std::size_t bin = left + 1; bin < right; ++bin) {
            const double rise = static_cast<double>(bin - left) / static_cast<double>(centre - left);
            const double fall = static_cast<double>(right - bin) / static_cast<double>(right - centre);
            band.weights.push_back(static_cast<float>(std::min(rise, fall)));
        }
        bands_.push_back(std::move(band));
    }
}

Filterbank Filterbank::fixed(double resolution_hz, double sample_rate, int fft_size, int bands_per_octave,
                             double low_hz, double high_hz) {
    const double hz_per_bin = sample_rate / fft_size;
    const auto bins = static_cast<std::size_t>(fft_size / 2 + 1);
    const auto corners = corner_bins(resolution_hz, std::numeric_limits<std::size_t>::max(), bands_per_octave,
                                     low_hz, high_hz);
    Filterbank bank;
    for (std::size_t c = 0; c + 2 < corners.size(); ++c) {
        const double left = static_cast<double>(corners[c]) * resolution_hz;
        const double centre = static_cast<double>(corners[c + 1]) * resolution_hz;
        const double right = static_cast<double>(corners[c + 2]) * resolution_hz;
        Band band{
            .first_bin = static_cast<std::size_t>(left / hz_per_bin) + 1, .weights = {}, .centre_hz = centre};
        for (std::size_t bin = band.first_bin; bin < bins; ++bin) {
            const double hz = static_cast<double>(bin) * hz_per_bin;
            const double weight = std::min((hz - left) / (centre - left), (right - hz) / (right - centre));
            if (weight <= 1e-9) break;
            // Finer bins are more bins: their sum must not grow.
            band.weights.push_back(static_cast<float>(weight * hz_per_bin / resolution_hz));
        }
        bank.bands_.push_back(std::move(band));
    }
    return bank;
}

void Filterbank::apply(std::span<const float> magnitudes, std::span<float> out) const {
    assert(out.size() == bands_.size());
    for (std::size_t b = 0; b < bands_.size(); ++b) {
        const Band& band = bands_[b];
        float sum = 0;
        for (std::size_t i = 0; i < band.weights.size(); ++i)
            sum += band.weights[i] * magnitudes[band.first_bin + i];
        out[b] = sum;
    }
}

}  // namespace beatsync::music
