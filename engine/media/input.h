#pragma once

#include <filesystem>

#include "core/error.h"
#include "media/av.h"

namespace beatsync::media {

/// An opened file and the streams chosen from it. Every stream that is not chosen is set to be discarded.
struct Input {
    std::filesystem::path path;
    av::IoPtr io;  // before `format`: closed after it
    av::FormatPtr format;
    int video = -1;      ///< index of the stream of pictures; −1 = none. Cover art does not count.
    int audio = -1;      ///< index of the stream of sound; −1 = none
    bool still = false;  ///< the pictures are one picture
    int plays = 1;       ///< how often an animation is to be played; 0 = without end

    [[nodiscard]] AVStream& video_stream() const { return *format->streams[video]; }
    [[nodiscard]] AVStream& audio_stream() const { return *format->streams[audio]; }
};

enum class Want : std::uint8_t { any, pictures, sound };

/// Opens a file by its content, never by its name. Errc::input, with a hint, when it is missing, empty, not
/// media, encrypted, lacks what is wanted, or is in a codec without a decoder here.
[[nodiscard]] Result<Input> open_input(const std::filesystem::path& path, Want want);

/// What is read of moving pictures at most, in pixels of one frame: a header may declare anything. 8K is 33.
inline constexpr std::int64_t kMaxPixels = 70'000'000;

}  // namespace beatsync::media
