#include "music/bar_phase.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace beatsync::music {
namespace {

/// Largest novelty within ±50 ms of a beat.
float novelty_at(const std::vector<float>& novelty, Time at) {
    const long frame = std::lround(at.seconds() * OnsetFeatures::kFrameRate);
    float largest = 0;
    for (std::ptrdiff_t i = frame - 5; i <= frame + 5; ++i)
        if (i >= 0 && i < static_cast<std::ptrdiff_t>(novelty.size()))
            largest = std::max(largest, novelty[static_cast<std::size_t>(i)]);
    return largest;
}

void standardise(std::vector<float>& values) {
    double sum = 0;
    double square = 0;
    for (const float x : values) {
        sum += x;
        square += static_cast<double>(x) * x;
    }
    const double n = static_cast<double>(values.size());
    const double mean = sum / n;
    const double deviation = std::sqrt(std::max(square / n - mean * mean, 1e-12));
    for (float& x : values)
        x = static_cast<float>((x - mean) / deviation);
}

/// Log-odds that a beat is a downbeat, from the beat alone: a logistic regression on every second file of
/// ../shared/data/beats.
std::vector<float> downbeat_log_odds(const BeatGrid& grid, const OnsetFeatures& features,
                                     std::span<const HarmonyFrame> harmony) {
    enum Kind : std::size_t { kKick, kKickAfter, kSnare, kCymbal, kChange, kWideChange, kKinds };
    constexpr std::array<float, kKinds> kWeights{0.25F, -0.3F, -0.3F, -0.25F, 0.45F, 0.2F};
    constexpr float kBias = -1.25F;

    std::array<std::vector<float>, kKinds> kinds;
    const double period = 60 / grid.tempo_bpm;
    for (const Beat& beat : grid.beats) {
        kinds[kKick].push_back(novelty_at(features.novelty[kLow], beat.at));
        kinds[kKickAfter].push_back(
            novelty_at(features.novelty[kLow], beat.at + Time::from_seconds(period / 2)));
        kinds[kSnare].push_back(novelty_at(features.novelty[kMid], beat.at));
        kinds[kCymbal].push_back(novelty_at(features.novelty[kHigh], beat.at));
        kinds[kChange].push_back(harmony_change(harmony, beat.at.seconds(), period));
        kinds[kWideChange].push_back(harmony_change(harmony, beat.at.seconds(), 2 * period));
    }
    std::vector<float> log_odds(grid.beats.size(), kBias);
    for (std::size_t k = 0; k < kKinds; ++k) {
        standardise(kinds[k]);
        for (std::size_t b = 0; b < log_odds.size(); ++b)
            log_odds[b] += kWeights[k] * kinds[k][b];
    }
    return log_odds;
}

/// Positions in bars of 4 and 3 as states; Viterbi with rare slips.
class BarDecoder {
public:
    /// `triple_log_odds`: that bars have three beats.
    explicit BarDecoder(double triple_log_odds) {
        for (const int meter : kMeters)
            for (int position = 0; position < meter; ++position)
                states_.push_back({meter, position});
        for (const State& state : states_)
            score_.push_back(state.meter == 3 ? triple_log_odds : 0.0);
    }

    void advance(double downbeat_log_odds) {
        const auto best = static_cast<std::size_t>(std::ranges::max_element(score_) - score_.begin());
        std::vector<double> next(states_.size());
        std::vector<std::size_t> from(states_.size());
        for (std::size_t s = 0; s < states_.size(); ++s) {
            const std::size_t before = previous(s);
            const bool slip = score_[best] - kCostOfSlip > score_[before];
            from[s] = slip ? best : before;
            next[s] = slip ? score_[best] - kCostOfSlip : score_[before];
            if (states_[s].position == 0) next[s] += downbeat_log_odds;
        }
        score_ = std::move(next);
        from_.push_back(std::move(from));
    }

    /// Position of each beat, from 0.
    [[nodiscard]] std::vector<int> positions() const {
        std::vector<int> result(from_.size());
        auto s = static_cast<std::size_t>(std::ranges::max_element(score_) - score_.begin());
        for (std::size_t b = from_.size(); b-- > 0; s = from_[b][s])
            result[b] = states_[s].position;
        return result;
    }

private:
    struct State {
        int meter = 0;
        int position = 0;
    };
    static constexpr std::array<int, 2> kMeters{4, 3};
    static constexpr double kCostOfSlip = 8;  // a beat missed or one too many; some ten bars of evidence

    [[nodiscard]] std::size_t previous(std::size_t s) const {
        return states_[s].position > 0 ? s - 1 : s + static_cast<std::size_t>(states_[s].meter) - 1;
    }

    std::vector<State> states_;
    std::vector<double> score_;
    std::vector<std::vector<std::size_t>> from_;
};

}  // namespace

void assign_bars(BeatGrid& grid, const Repetition& repetition, const OnsetFeatures& features,
                 std::span<const HarmonyFrame> harmony) {
    if (grid.beats.size() < 2) return;
    // Four is the common case, so three has to repeat clearly better.
    BarDecoder decoder(80 * (repetition.triple_over_duple() - 0.03));
    for (const float log_odds : downbeat_log_odds(grid, features, harmony))
        decoder.advance(static_cast<double>(log_odds));
    const auto positions = decoder.positions();
    for (std::size_t b = 0; b < positions.size(); ++b)
        grid.beats[b].position_in_bar = static_cast<std::uint8_t>(positions[b] + 1);
}

}  // namespace beatsync::music
