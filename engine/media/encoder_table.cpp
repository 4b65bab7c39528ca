#include "media/encoder_table.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace beatsync::media {
namespace {

using Family = EncoderFamily;

// What MP4 takes and players play, best first. SVT-AV1, as FFmpeg 5.1 calls it, begins no keyframe on demand.
constexpr std::array kRows = {
    EncoderRow{"libx264", Family::x264, AV_CODEC_ID_H264, true, true},
    EncoderRow{"h264_nvenc", Family::nvenc, AV_CODEC_ID_H264, false, true},
    EncoderRow{"h264_qsv", Family::qsv, AV_CODEC_ID_H264, false, true},
    EncoderRow{"h264_vaapi", Family::vaapi, AV_CODEC_ID_H264, false, true},
    EncoderRow{"libx265", Family::x265, AV_CODEC_ID_HEVC, true, true},
    EncoderRow{"hevc_nvenc", Family::nvenc, AV_CODEC_ID_HEVC, true, true},
    EncoderRow{"hevc_qsv", Family::qsv, AV_CODEC_ID_HEVC, true, true},
    EncoderRow{"hevc_vaapi", Family::vaapi, AV_CODEC_ID_HEVC, true, true},
    EncoderRow{"libsvtav1", Family::svt_av1, AV_CODEC_ID_AV1, true, false},
    EncoderRow{"libvpx-vp9", Family::vp9, AV_CODEC_ID_VP9, true, true},
    EncoderRow{"h264_videotoolbox", Family::by_bit_rate, AV_CODEC_ID_H264, false, true},
    EncoderRow{"hevc_videotoolbox", Family::by_bit_rate, AV_CODEC_ID_HEVC, false, true},
    EncoderRow{"h264_v4l2m2m", Family::by_bit_rate, AV_CODEC_ID_H264, false, true},
    EncoderRow{"libopenh264", Family::by_bit_rate, AV_CODEC_ID_H264, false, true},
};

struct Levels {
    EncoderLevel draft, good, high;
};

/// x264's are the measure. The others' bring the picture as near to the source (SSIM of luma, in dB) as
/// x264's do, in the median of five clips; bench/encoders.py finds them (`fit`) and tries them on five others
/// (`check`). Presets are those that a machine of two cores can bear. Nvidia's, Intel's and VAAPI's were not
/// measured: their numbers are x264's, whose quantisers they share.
///
/// Found on coffee, dog_park, action_gopro_drone, juggle and fireworks (draft, good, high):
/// libx265 23.8, 21.2, 17.8; libsvtav1 48.7, 29.3, 24.4; libvpx-vp9 41.2, 25.1, 18.9. On phone_dog_indoor,
/// action_gopro_walk, cars, bbb_mpeg2 and skydive, kept apart, SSIM against x264's in dB, median and mean,
/// and bytes: draft libx265 -0.8, +0.3, x0.40; libsvtav1 -0.7, -1.3, x0.17; libvpx-vp9 +0.2, +0.1, x0.45;
/// good libx265 -0.8, -1.5, x0.66; libsvtav1 -1.7, -2.1, x0.51; libvpx-vp9 -0.5, -0.9, x0.72. From clip to
/// clip it is 1 dB either way, and up to 5 where x264 is near to perfect.
Levels levels_of(Family family) {
    switch (family) {
        case Family::x264:
            return {{"ultrafast", 28}, {"veryfast", 20}, {"medium", 18}};
        case Family::x265:
            return {{"ultrafast", 24}, {"veryfast", 21}, {"medium", 18}};
        case Family::svt_av1:
            return {{"12", 49}, {"10", 29}, {"6", 24}};
        case Family::vp9:
            return {{"8", 41}, {"5", 25}, {"2", 19}};
        case Family::nvenc:
            return {{"p1", 28}, {"p4", 20}, {"p6", 18}};
        case Family::qsv:
            return {{"veryfast", 28}, {"medium", 20}, {"slower", 18}};
        case Family::vaapi:
        case Family::by_bit_rate:
            break;
    }
    return {{"", 28}, {"", 20}, {"", 18}};
}

/// The one that "auto" is: what everything plays, and of 10 bits what everything plays that plays those.
const char* usual_encoder(const PictureFormat& format) {
    return format.bit_depth > 8 ? "libx265" : "libx264";
}

}  // namespace

bool EncoderRow::hardware() const {
    const std::string_view n = name;
    return !n.starts_with("lib");
}

std::span<const EncoderRow> encoder_rows() {
    return kRows;
}

const EncoderRow* find_encoder_row(const std::string& name, const PictureFormat& format) {
    const bool automatic = name.empty() || name == "auto";
    const std::string_view wanted =
        automatic ? std::string_view(usual_encoder(format)) : std::string_view(name);
    const auto* row =
        std::find_if(kRows.begin(), kRows.end(), [&](const EncoderRow& r) { return wanted == r.name; });
    return row == kRows.end() ? nullptr : row;
}

EncoderLevel encoder_level(const EncoderRow& row, Quality quality) {
    const Levels levels = levels_of(row.family);
    switch (quality) {
        case Quality::draft:
            return levels.draft;
        case Quality::good:
            return levels.good;
        case Quality::high:
            return levels.high;
    }
    return levels.good;
}

std::int64_t plain_bit_rate(const WriterOptions& o) {
    const double bits = o.quality == Quality::draft ? 0.05 : o.quality == Quality::good ? 0.12 : 0.22;
    return static_cast<std::int64_t>(bits * o.width * o.height * o.fps.value());
}

}  // namespace beatsync::media
