#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::media {

/// The samples of a file's default audio stream, resampled and remixed, at the times at which a player plays
/// them: encoder delay, edit lists, start times and Opus pre-skip are taken off; holes are silence.
/// Time 0 is MediaInfo's: the first frame shown in a file with pictures, else the first sample played.
class AudioReader {
public:
    struct Options {
        int sample_rate = 44100;
        int channels = 2;  ///< 1 or 2
    };
    /// Errc::input when there is no audio or it cannot be decoded.
    [[nodiscard]] static Result<AudioReader> open(const std::filesystem::path& path, const Options& options);
    AudioReader(AudioReader&&) noexcept;
    AudioReader& operator=(AudioReader&&) noexcept;
    ~AudioReader();

    /// Fills `interleaved` (a whole number of frames) as far as the stream goes; the number of frames filled,
    /// 0 at the end. Damaged packets become silence; Errc::media when nothing more can be decoded at all.
    Result<std::size_t> read(std::span<float> interleaved);

    /// The next frame read is the one played at `t`, to the sample; before the stream's start it is silence.
    Result<void> seek(Time t);

private:
    class Impl;
    explicit AudioReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::media
