#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/error.h"

namespace beatsync::music {

struct Loudness {
    static constexpr double kCurveRate = 20;  ///< values a second in `curve`

    double integrated_lufs = -70;
    double true_peak_dbtp = -70;
    std::vector<float> curve;  ///< K-weighted power of each 50 ms, linear
};

/// EBU R 128 of the original channels, by libebur128.
class LoudnessMeter {
public:
    [[nodiscard]] static Result<LoudnessMeter> create(int sample_rate, int channels);
    LoudnessMeter(LoudnessMeter&&) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&&) noexcept;
    ~LoudnessMeter();

    void push(std::span<const float> interleaved);
    [[nodiscard]] Loudness finish();

private:
    class Impl;
    explicit LoudnessMeter(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::music
