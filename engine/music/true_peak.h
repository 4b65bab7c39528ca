#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace beatsync::music {

/// The largest value between samples: four times oversampled by the filter of ITU-R BS.1770-4, annex 2. Exact
/// to 0.6 dB for sounds that reach up to 20 kHz, as the standard says.
class TruePeak {
public:
    explicit TruePeak(std::size_t channels);
    /// Whole frames; `interleaved` in blocks of any length.
    void push(std::span<const float> interleaved);
    /// Of all channels, as an amplitude: 1 = full scale.
    [[nodiscard]] float peak() const { return peak_; }

private:
    void search(std::span<const float> samples);

    std::vector<std::vector<float>> history_;  // of each channel, the filter's length and the block
    float peak_ = 0;
};

}  // namespace beatsync::music
