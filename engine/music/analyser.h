#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "core/error.h"
#include "music/music_map.h"

namespace beatsync::music {

enum class TrackerKind : std::uint8_t {
    beatsync,   ///< a trained network, decoded by the bar pointer model
    classical,  ///< novelty of the spectrum instead of the network
    aubio,
};

struct MusicParameters {
    int sample_rate = 44100;  ///< of the samples pushed, 8000 to 192000 Hz
    int channels = 2;         ///< interleaved, 1 to 8
    TrackerKind tracker = TrackerKind::beatsync;
};

/// Song → MusicMap, in one pass: features are kept, samples are not, so memory grows with the features alone.
/// Pure: no files, no clock, no randomness; the same samples give the same map however they are cut into
/// blocks.
class MusicAnalyser {
public:
    /// Errc::usage when the parameters are out of range.
    [[nodiscard]] static Result<MusicAnalyser> create(const MusicParameters& parameters);
    MusicAnalyser(MusicAnalyser&&) noexcept;
    MusicAnalyser& operator=(MusicAnalyser&&) noexcept;
    ~MusicAnalyser();

    /// Interleaved samples, full scale ±1, any number of frames. Values that are not finite count as 0.
    void push(std::span<const float> interleaved);

    /// Errc::input when the song is shorter than 2 s or silent throughout. Free time gives beats with low
    /// confidence, never an error. Call once.
    [[nodiscard]] Result<MusicMap> finish();

private:
    class Impl;
    explicit MusicAnalyser(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::music
