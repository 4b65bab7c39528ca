#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "media/av.h"

namespace beatsync::media {

/// draft: x264 ultrafast, CRF 28, AAC's quick search; good: veryfast, CRF 20; high: medium, CRF 18.
enum class Quality : std::uint8_t { draft, good, high };

struct WriterOptions {
    int width = 1080;
    int height = 1920;
    Rate fps;
    std::string encoder = "auto";  ///< FFmpeg's name; auto = libx264
    Quality quality = Quality::good;
    int threads = 0;  ///< 0 = as many as there are cores
    int sample_rate = 48000;
    int channels = 2;
};

/// H.264 + AAC in MP4, index in front, BT.709 flagged, constant frame rate. Writes to `path` as it goes;
/// atomicity is the caller's (AtomicFile). The first frame and the first sample are shown and heard at 0: the
/// AAC encoder's delay is in the edit list. Picture and sound should be written about evenly: what runs ahead
/// is held in memory.
class Mp4Writer {
public:
    /// Errc::usage when there is no such encoder, Errc::media when the file or the encoder cannot be opened.
    [[nodiscard]] static Result<Mp4Writer> open(const std::filesystem::path& path,
                                                const WriterOptions& options);
    Mp4Writer(Mp4Writer&&) noexcept;
    Mp4Writer& operator=(Mp4Writer&&) noexcept;
    ~Mp4Writer();

    /// The next frame of the video: YUV420P, the size of the options. `keyframe` forces one.
    Result<void> write_video(const AVFrame& frame, bool keyframe = false);
    /// The next samples, interleaved.
    Result<void> write_audio(std::span<const float> interleaved);
    /// Flushes the encoders and writes the index. Errc::media when anything could not be written (disk full).
    Result<void> finish();

private:
    class Impl;
    explicit Mp4Writer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Whether Mp4Writer can use this encoder on this machine; "auto" is the one it takes when not told. Opens
/// it.
[[nodiscard]] bool encoder_works(const std::string& name);

/// Names of the video encoders of this build that Mp4Writer can use on this machine, best first.
[[nodiscard]] std::vector<std::string> available_encoders();

}  // namespace beatsync::media
