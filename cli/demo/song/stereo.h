#pragma once

#include <cstddef>
#include <vector>

namespace beatsync::cli::song {

inline constexpr int kSampleRate = 48000;

[[nodiscard]] constexpr std::size_t samples(double seconds) {
    // NOLINTNEXTLINE(bugprone-incorrect-roundings): std::lround is not constexpr
    return static_cast<std::size_t>(seconds * kSampleRate + 0.5);
}

/// A line of the mixing desk. Samples are around [-1, 1]; nothing clips before the limiter.
struct Stereo {
    explicit Stereo(std::size_t frames) : left(frames), right(frames) {}

    [[nodiscard]] std::size_t size() const { return left.size(); }
    void add(std::size_t at, float l, float r) {
        left[at] += l;
        right[at] += r;
    }
    /// Adds `other` times `gain`; both have the same size.
    void mix(const Stereo& other, float gain) {
        for (std::size_t i = 0; i < size(); ++i)
            add(i, gain * other.left[i], gain * other.right[i]);
    }

    std::vector<float> left;
    std::vector<float> right;
};

}  // namespace beatsync::cli::song
