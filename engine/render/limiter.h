#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace beatsync::render {

/// A look-ahead true-peak limiter: the gain is down before the peak comes, by a straight line over the
/// look-ahead, and returns with a time constant of 100 ms. Peaks between samples are found by four-fold
/// interpolation (ITU-R BS.1770-4, annex 2).
class Limiter {
public:
    struct Parameters {
        double ceiling_dbtp = -1;
        int sample_rate = 48000;
        int channels = 2;
    };
    explicit Limiter(const Parameters& parameters);

    /// Samples by which what comes out is behind what goes in: 5 ms.
    [[nodiscard]] std::size_t latency() const;

    /// In place; interleaved. What comes out is latency() samples older.
    void process(std::span<float> interleaved);

private:
    [[nodiscard]] float peak_around(std::size_t frame) const;
    [[nodiscard]] float smoothed(float wanted);
    void remember(std::span<const float> frame);

    float ceiling_;
    std::size_t channels_;
    std::size_t window_;  // samples over which the gain falls
    float release_;

    std::vector<float> history_;  // ring of frames, a power of two long
    std::size_t mask_;
    std::uint64_t count_ = 0;  // frames taken in
    struct Minimum {
        std::uint64_t at;
        float gain;
    };
    std::deque<Minimum> minima_;  // increasing gains: the front is the least of the window
    float released_ = 1;
    std::vector<float> box_;  // the last window_ released gains
    double box_sum_;
};

}  // namespace beatsync::render
