#include "music/straighten.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <span>

namespace beatsync::music {
namespace {

constexpr double kLeastAgreement = 0.75;
constexpr double kWidestSearch = 0.03;      // of the median length, which is in whole frames
constexpr double kStep = 0.1;               // of a beat at the end of the stretch searched
constexpr std::size_t kFirstStretch = 512;  // beats; longer songs are searched near its result

/// Where the beats fall between half-beats of this period: the mean unit vector, as long as they agree.
std::complex<double> agreement(std::span<const int> frames, double period) {
    std::complex<double> sum;
    for (const int frame : frames)
        sum += std::polar(1.0, 4 * std::numbers::pi * frame / period);
    return sum / static_cast<double>(frames.size());
}

double best_period(std::span<const int> frames, double around, double width, double step) {
    double best = around;
    double best_agreement = 0;
    const auto steps = std::lround(width / step);
    for (long k = -steps; k <= steps; ++k) {
        const double period = around * (1 + static_cast<double>(k) * step);
        const double agreed = std::abs(agreement(frames, period));
        if (agreed <= best_agreement) continue;
        best_agreement = agreed;
        best = period;
    }
    return best;
}

double median_length(const std::vector<int>& frames) {
    std::vector<int> lengths;
    for (std::size_t b = 1; b < frames.size(); ++b)
        lengths.push_back(frames[b] - frames[b - 1]);
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::ranges::nth_element(lengths, middle);
    return *middle;
}

}  // namespace

std::vector<int> straightened(const std::vector<int>& frames) {
    if (frames.size() < 2) return {};
    std::size_t stretch = std::min(frames.size(), kFirstStretch);
    double step = kStep / static_cast<double>(stretch);
    double period = best_period(std::span(frames).first(stretch), median_length(frames), kWidestSearch, step);
    while (stretch < frames.size()) {
        stretch = std::min(2 * stretch, frames.size());
        const double width = 2 * step;
        step = kStep / static_cast<double>(stretch);
        period = best_period(std::span(frames).first(stretch), period, width, step);
    }
    const auto agreed = agreement(frames, period);
    if (std::abs(agreed) < kLeastAgreement) return {};

    const double offset = std::arg(agreed) / (4 * std::numbers::pi) * period;
    const double first = std::ceil((frames.front() - period / 2 - offset) / period);
    std::vector<int> result;
    for (double beat = first; offset + beat * period < frames.back() + period / 2; ++beat)
        if (const auto frame = std::lround(offset + beat * period); frame >= 0)
            result.push_back(static_cast<int>(frame));
    return result;
}

}  // namespace beatsync::music
