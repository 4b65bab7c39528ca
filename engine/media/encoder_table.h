#pragma once

#include <span>
#include <string>

#include "media/av.h"
#include "media/mp4_writer.h"

namespace beatsync::media {

/// Encoders that are set in the same way.
enum class EncoderFamily : std::uint8_t { x264, x265, svt_av1, vp9, nvenc, qsv, vaapi, by_bit_rate };

struct EncoderRow {
    const char* name;  ///< FFmpeg's
    EncoderFamily family;
    AVCodecID codec;
    bool ten_bits;          ///< takes pictures of 10 bits
    bool forces_keyframes;  ///< begins one where it is told to
    [[nodiscard]] bool hardware() const;
};

/// How an encoder meets a quality: its preset (a name or a number) and the setting of its own scale.
struct EncoderLevel {
    const char* preset;
    int setting;
};

/// The encoders that Mp4Writer knows how to set, best first.
[[nodiscard]] std::span<const EncoderRow> encoder_rows();

/// The row of that name, of "auto" the one for pictures of that format; null when there is none.
[[nodiscard]] const EncoderRow* find_encoder_row(const std::string& name, const PictureFormat& format);

[[nodiscard]] EncoderLevel encoder_level(const EncoderRow& row, Quality quality);

/// Bits a second that look about alike, for encoders without a constant quality.
[[nodiscard]] std::int64_t plain_bit_rate(const WriterOptions& options);

}  // namespace beatsync::media
