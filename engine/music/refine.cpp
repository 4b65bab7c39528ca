#include "music/refine.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace beatsync::music {
namespace {

constexpr double kSearchSeconds = 0.070;  // a decoder that keeps its tempo lets beats begin up to 50 ms early
constexpr double kSearchSigma = 0.035;
// Compressed energy rises fastest a little before the window's centre reaches the onset. Measured: 2.7 ms on
// clicks at known samples, 0 to 2 ms on music, whose attacks take a while.
constexpr double kLatency = 0.0015;

struct Peak {
    double seconds = 0;
    float height = 0;
};

/// The strongest flux near `seconds`, between frames by a parabola.
Peak nearest_onset(const std::vector<float>& fine, double seconds) {
    const auto last = static_cast<std::ptrdiff_t>(fine.size()) - 1;
    const auto index = [&](double s) {
        return std::clamp(std::lround(s * OnsetFeatures::kFineRate), std::ptrdiff_t{1},
                          std::max(last - 1, std::ptrdiff_t{1}));
    };
    Peak best;
    double best_weighted = 0;
    for (auto i = index(seconds - kSearchSeconds); i <= index(seconds + kSearchSeconds) && i < last; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const float y = fine[at];
        if (y < fine[at - 1] || y <= fine[at + 1]) continue;
        const double distance = (static_cast<double>(i) / OnsetFeatures::kFineRate - seconds) / kSearchSigma;
        const double weighted = y * std::exp(-0.5 * distance * distance);
        if (weighted <= best_weighted) continue;
        best_weighted = weighted;
        const double curve = 2.0 * y - fine[at - 1] - fine[at + 1];
        const double shift = curve > 0 ? 0.5 * (fine[at + 1] - fine[at - 1]) / curve : 0.0;
        best = {(static_cast<double>(i) + shift) / OnsetFeatures::kFineRate, y};
    }
    return best;
}

}  // namespace

std::vector<PlacedBeat> place_beats(std::span<const int> frames, const OnsetFeatures& features) {
    std::vector<PlacedBeat> beats;
    for (const int frame : frames) {
        const double seconds = frame / OnsetFeatures::kFrameRate;
        const Peak peak = nearest_onset(features.fine, seconds);
        if (peak.height > 0)
            beats.push_back({peak.seconds + kLatency, peak.height});
        else
            beats.push_back({seconds, 0});
    }
    return beats;
}

}  // namespace beatsync::music
