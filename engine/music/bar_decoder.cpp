#include "music/bar_decoder.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

namespace beatsync::music {
namespace {

constexpr double kCostOfSlip = 8;  // a beat missed or one too many; some ten bars of evidence

class BarDecoder {
public:
    explicit BarDecoder(std::span<const Meter> meters) {
        for (const Meter& meter : meters)
            for (int position = 0; position < meter.beats; ++position) {
                states_.push_back({meter.beats, position});
                score_.push_back(meter.log_odds);
            }
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

    [[nodiscard]] DecodedBars bars() const {
        DecodedBars result;
        result.positions.resize(from_.size());
        auto s = static_cast<std::size_t>(std::ranges::max_element(score_) - score_.begin());
        result.log_odds = score_[s];
        for (std::size_t b = from_.size(); b-- > 0; s = from_[b][s])
            result.positions[b] = static_cast<std::uint8_t>(states_[s].position + 1);
        return result;
    }

private:
    struct State {
        int meter = 0;
        int position = 0;
    };

    [[nodiscard]] std::size_t previous(std::size_t s) const {
        return states_[s].position > 0 ? s - 1 : s + static_cast<std::size_t>(states_[s].meter) - 1;
    }

    std::vector<State> states_;
    std::vector<double> score_;
    std::vector<std::vector<std::size_t>> from_;
};

}  // namespace

DecodedBars decode_bars(std::span<const float> downbeat_log_odds, std::span<const Meter> meters) {
    assert(!meters.empty());
    BarDecoder decoder(meters);
    for (const float log_odds : downbeat_log_odds)
        decoder.advance(static_cast<double>(log_odds));
    return decoder.bars();
}

void number_beats(BeatGrid& grid, const DecodedBars& bars) {
    assert(bars.positions.size() == grid.beats.size());
    for (std::size_t b = 0; b < grid.beats.size(); ++b)
        grid.beats[b].position_in_bar = bars.positions[b];
}

}  // namespace beatsync::music
