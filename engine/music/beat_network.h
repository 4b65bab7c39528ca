#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace beatsync::music {

/// What the network says of a song.
struct BeatActivations {
    static constexpr std::size_t kTempoClasses = 64;
    static constexpr double kSlowestBpm = 40;  ///< where the first tempo class begins
    static constexpr double kOctaves = 2.75;   ///< that the classes cover, evenly in log tempo

    std::vector<float> beat;      ///< probability of a beat, one a frame of the spectrogram, in (0, 1)
    std::vector<float> downbeat;  ///< of a downbeat
    std::array<float, kTempoClasses> tempo{};  ///< probabilities of the song's tempo; their sum is 1
};

/// A temporal convolutional network over the spectrogram: M. E. P. Davies, S. Böck: Temporal convolutional
/// networks for musical audio beat tracking, EUSIPCO 2019; with downbeats and tempo as in S. Böck, M. E. P.
/// Davies: Deconstruct, analyse, reconstruct, ISMIR 2020. Two layers of 3×3 filters find onsets of a colour,
/// dilated convolutions with residuals, at half the frame rate, reach 20 s to each side. Trained by
/// bench/training.
class BeatNetwork {
public:
    /// With weights as bench/training/export.py writes them; they must be whole.
    explicit BeatNetwork(std::span<const std::byte> weights);
    /// With those that are built in.
    BeatNetwork();
    BeatNetwork(BeatNetwork&&) noexcept;
    BeatNetwork& operator=(BeatNetwork&&) noexcept;
    ~BeatNetwork();

    /// `spectrogram` as in OnsetFeatures. Memory does not grow with its length, but for the result.
    [[nodiscard]] BeatActivations operator()(std::span<const std::uint8_t> spectrogram) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::music
