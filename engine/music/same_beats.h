#pragma once

#include <cmath>
#include <vector>

namespace beatsync::music {

/// Whether nine of ten beats of each are within 50 ms of one of the other. Frames of 10 ms, increasing.
[[nodiscard]] bool same_beats(const std::vector<int>& a, const std::vector<int>& b);

/// Of ways of hearing a song (each with frames, log_odds, probability; the likeliest first): the probability
/// that people tap this one or one with the same beats.
template <class Heard>
void share_probability(std::vector<Heard>& all) {
    double total = 0;
    for (const Heard& h : all)
        total += std::exp(h.log_odds - all.front().log_odds);
    for (Heard& h : all)
        for (const Heard& other : all)
            if (same_beats(h.frames, other.frames))
                h.probability += std::exp(other.log_odds - all.front().log_odds) / total;
}

}  // namespace beatsync::music
