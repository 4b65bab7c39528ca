#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.h"

namespace beatsync {

enum class MediaKind : std::uint8_t { video, audio, still };
enum class DynamicRange : std::uint8_t { sdr, pq, hlg };

/// Sizes are those a player shows: after rotation, with square pixels. Times count from the first frame
/// shown.
struct VideoInfo {
    std::string codec;  ///< FFmpeg's name: "h264"
    int width = 0;
    int height = 0;
    int coded_width = 0;
    int coded_height = 0;
    int rotation_degrees = 0;  ///< clockwise, to show it upright: 0, 90, 180, 270
    bool mirrored = false;     ///< flipped left to right after the rotation
    Rate rate;                 ///< average, as declared
    bool variable_rate = false;
    bool interlaced = false;
    DynamicRange dynamic_range = DynamicRange::sdr;
    Time duration;            ///< from the first frame shown to the end of the last; for a still 0
    std::int64_t frames = 0;  ///< as declared or estimated; 0 = unknown
    Time loop{};              ///< an animation that is played again: the length of one play; else 0
};

struct AudioInfo {
    std::string codec;
    int sample_rate = 0;
    int channels = 0;
    Time start;  ///< when its first sample is played; in a file with pictures since the first frame shown,
                 ///< else 0
    Time duration;
};

/// What a file is, by its content. `kind` is video when it has moving pictures, whatever else is in it;
/// cover art alone does not make a song a still.
struct MediaInfo {
    std::string path;
    std::string container;  ///< FFmpeg's name of the demuxer
    MediaKind kind = MediaKind::video;
    std::optional<VideoInfo> video;
    std::optional<AudioInfo> audio;
    Time duration;  ///< of the video where there is one, else of the audio; 0 for a still
};

}  // namespace beatsync
