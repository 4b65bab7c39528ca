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
#include "media/hdr_light.h"
#include "media/picture_format.h"

namespace beatsync::media {

class VideoSplice;

/// draft: x264 ultrafast, CRF 28, AAC's quick search; good: veryfast, CRF 20; high: medium, CRF 18. Other
/// encoders: what looks as good (encoder_table.cpp).
enum class Quality : std::uint8_t { draft, good, high };

struct WriterOptions {
    int width = 1080;
    int height = 1920;
    Rate fps;
    std::string encoder = "auto";  ///< FFmpeg's name; auto = libx264, of 10 bits libx265
    Quality quality = Quality::good;
    PictureFormat format;
    HdrLight light;                 ///< written where format.range is PQ
    std::int64_t max_bit_rate = 0;  ///< of the pictures, over two seconds; 0 = what the quality takes
    bool quicktime = false;         ///< MOV instead of MP4
    int threads = 0;                ///< 0 = as many as there are cores
    int sample_rate = 48000;
    int channels = 2;
    /// Some of the frames are copied (copy_video) as it says. Not owned; must outlive the writer. The encoder
    /// must be one of H.264 that begins with a closed group of pictures where it is told to.
    VideoSplice* splice = nullptr;
};

/// H.264, HEVC, AV1 or VP9 and AAC in MP4, index in front, colours flagged, constant frame rate. Writes to
/// `path` as it goes; atomicity is the caller's (AtomicFile). The first frame and the first sample are shown
/// and heard at 0: the AAC encoder's delay is in the edit list. Picture and sound should be written about
/// evenly: what runs ahead is held in memory.
class Mp4Writer {
public:
    /// Errc::usage when there is no such encoder, Errc::media when the file or the encoder cannot be opened.
    [[nodiscard]] static Result<Mp4Writer> open(const std::filesystem::path& path,
                                                const WriterOptions& options);
    Mp4Writer(Mp4Writer&&) noexcept;
    Mp4Writer& operator=(Mp4Writer&&) noexcept;
    ~Mp4Writer();

    /// The next frame of the video: of the format and the size of the options. `keyframe` forces one that
    /// later frames need nothing from before of (IDR), whatever the encoder.
    Result<void> write_video(const AVFrame& frame, bool keyframe = false);
    /// The next frame of the video is one that is copied. After it write_video wants a keyframe.
    Result<void> copy_video();
    /// The next samples, interleaved.
    Result<void> write_audio(std::span<const float> interleaved);
    /// Flushes the encoders and writes the index. Errc::media when anything could not be written (disk full).
    Result<void> finish();

private:
    class Impl;
    explicit Mp4Writer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Whether Mp4Writer can use this encoder on this machine, "auto" being the one it takes when not told, by
/// opening it. Errc::usage when there is none of that name or it can't write such pictures, Errc::media when
/// it will not open (no such device, no memory).
Result<void> try_encoder(const std::string& name, const PictureFormat& format = {});

/// An encoder of this build that Mp4Writer knows how to use.
struct EncoderState {
    std::string name;
    std::string codec;  ///< "h264", "hevc", "av1", "vp9"
    bool hardware = false;
    bool ten_bits = false;
    bool works = false;  ///< on this machine
    std::string why;     ///< not
};
/// Best first. Opens each.
[[nodiscard]] std::vector<EncoderState> encoder_states();

/// "h264", "hevc", "av1" or "vp9"; "" for an encoder that Mp4Writer does not know.
[[nodiscard]] std::string codec_of_encoder(const std::string& name, const PictureFormat& format = {});

/// Whether a file of this name may hold what the encoder writes. Errc::usage says what may.
Result<void> check_container(const std::filesystem::path& output, const std::string& encoder,
                             const PictureFormat& format = {});

}  // namespace beatsync::media
