#include "music/metrical_level.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "music/bar_pointer.h"
#include "music/level_judge.h"
#include "music/same_beats.h"
#include "music/straighten.h"

namespace beatsync::music {
namespace {

struct PeriodRange {
    int min = 0;
    int max = 0;
};
// Overlapping octaves (in frames a beat at 100 a second), and all of them for songs that leave theirs.
constexpr std::array<PeriodRange, 4> kRanges{{{25, 50}, {36, 72}, {55, 110}, {28, 109}}};

// A decoder that follows the accents may sit on the off-beats, or, where these swing, a third away.
constexpr std::array<double, 4> kPhases{0, 1.0 / 3, 1.0 / 2, 2.0 / 3};

/// The beats later by a part of a beat, as far as they lie in [0, end) and no further than a beat outside.
std::vector<int> shifted(const std::vector<int>& frames, double phase, int end) {
    if (phase == 0) return frames;
    std::vector<int> result;
    const auto add = [&](int from, int length) {
        const auto at = static_cast<int>(std::lround(from + phase * length));
        if (at >= 0 && at < end) result.push_back(at);
    };
    const int first = frames[1] - frames[0];
    add(frames[0] - first, first);
    for (std::size_t b = 1; b < frames.size(); ++b)
        add(frames[b - 1], frames[b] - frames[b - 1]);
    add(frames.back(), frames.back() - frames[frames.size() - 2]);
    return result;
}

constexpr double kOddsOfThird = -0.65;  // that the decoder is off by a third of a beat, which is rare

LevelCandidate judged(const LevelJudge& judge, const OnsetFeatures& features, std::vector<int> frames,
                      double phase) {
    LevelCandidate candidate;
    candidate.repetition = Repetition(frames, features);
    candidate.activation = judge.mean_activation(frames);
    candidate.log_odds = judge.log_odds(frames) + (phase == 0 || phase == 0.5 ? 0 : kOddsOfThird);
    candidate.frames = std::move(frames);
    return candidate;
}

}  // namespace

std::vector<LevelCandidate> rank_levels(const OnsetFeatures& features, std::span<const float> activation,
                                        std::span<const HarmonyFrame> harmony) {
    std::vector<LevelCandidate> candidates;
    const LevelJudge judge(features, activation, harmony);
    for (const PeriodRange range : kRanges) {
        const BeatModel model{.min_period = range.min, .max_period = range.max};
        auto frames = decode_beats(activation, model).frames;
        if (frames.size() < 4) continue;
        if (auto straight = straightened(frames); straight.size() >= 4) frames = std::move(straight);
        for (const double phase : kPhases)
            candidates.push_back(
                judged(judge, features, shifted(frames, phase, static_cast<int>(activation.size())), phase));
    }
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &LevelCandidate::log_odds);
    share_probability(candidates);
    return candidates;
}

}  // namespace beatsync::music
