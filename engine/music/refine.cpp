#include "music/refine.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "music/grid.h"
#include "music/pulse.h"

namespace beatsync::music {
namespace {

constexpr double kSearchSeconds = 0.070;  // a decoder that keeps its tempo lets beats begin up to 50 ms early
constexpr double kSearchSigma = 0.035;
// Compressed energy rises fastest a little before the window's centre reaches the onset. Measured: 2.7 ms on
// clicks at known samples, 0 to 2 ms on music, whose attacks take a while.
constexpr double kLatency = 0.0015;

constexpr float kLeastOnset = 0.01F;  // of the strongest
constexpr int kOnsetSlack = 10;       // frames: 0.1 s

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

std::vector<int> within_music(const std::vector<int>& frames, const OnsetFeatures& features) {
    std::vector<float> novelty = features.novelty[kLow];
    for (std::size_t i = 0; i < novelty.size(); ++i)
        novelty[i] += features.novelty[kMid][i] + features.novelty[kHigh][i];
    const float least = kLeastOnset * *std::ranges::max_element(novelty);
    const auto is_onset = [&](float value) { return value > least; };
    const auto first = std::ranges::find_if(novelty, is_onset) - novelty.begin() - kOnsetSlack;
    const auto last = novelty.rend() - std::find_if(novelty.rbegin(), novelty.rend(), is_onset) + kOnsetSlack;
    std::vector<int> result;
    for (const int frame : frames)
        if (frame >= first && frame <= last) result.push_back(frame);
    return result;
}

BeatGrid place_on_pulse(const std::vector<int>& frames, const OnsetFeatures& features) {
    BeatGrid grid;
    grid.duration = Time::from_seconds(features.seconds);
    const auto beats = place_beats(frames, features);
    float strongest = 1e-9F;
    for (const PlacedBeat& beat : beats)
        strongest = std::max(strongest, beat.strength);
    for (const PlacedBeat& beat : beats)
        append_beat(grid, Time::from_seconds(beat.seconds), beat.strength / strongest);
    trim_weak_ends(grid);
    settle_on_pulse(grid);
    grid.tempo_bpm = median_tempo_bpm(grid.beats);
    return grid;
}

}  // namespace beatsync::music
