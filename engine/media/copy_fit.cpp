#include "media/copy_fit.h"

#include <fmt/format.h>

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>

#include "media/colour.h"

namespace beatsync::media {
namespace {

constexpr int kUnknown = 2;  // H.273

std::string size_misfit(int width, int height, const AVCodecContext& encoder) {
    if (width == encoder.width && height == encoder.height) return "";
    return fmt::format("its pictures are {}x{}, not {}x{}", width, height, encoder.width, encoder.height);
}

/// What is not said counts as BT.709, as players take it for large pictures.
bool same(int said, int wanted) {
    return said == wanted || (said == kUnknown && wanted == AVCOL_SPC_BT709);
}

bool same_colours(int primaries, int transfer, int matrix, const AVCodecContext& encoder) {
    return same(primaries, encoder.color_primaries) && same(transfer, encoder.color_trc) &&
           same(matrix, encoder.colorspace);
}

/// Small ones of which nothing is said count as BT.601 (colour_of).
bool is_guessed_otherwise(int matrix, int width, int height, const AVCodecContext& encoder) {
    AVFrame frame{};
    frame.width = width;
    frame.height = height;
    frame.format = AV_PIX_FMT_YUV420P;
    frame.colorspace = AVCOL_SPC_UNSPECIFIED;
    VideoInfo moving;
    moving.duration = Time{1};
    return matrix == kUnknown && colour_of(frame, moving).matrix != encoder.colorspace;
}

constexpr auto kOtherColours = "its colours are coded another way";

int depth_of(AVPixelFormat format) {
    const AVPixFmtDescriptor* d = av_pix_fmt_desc_get(format);
    return d != nullptr ? d->comp[0].depth : 0;
}

/// What a decoder of the High profile takes (A.2.4): not the slice groups of Baseline.
bool is_common_profile(const h264::Sps& sps) {
    constexpr unsigned kMainToo = 0x40;  // constraint set 1
    switch (sps.profile) {
        case 66:
            return (sps.constraints & kMainToo) != 0;
        case 77:
        case 100:
        case 110:
            return true;
        default:
            return false;
    }
}

}  // namespace

std::string misfit(const VideoInfo& info, const AVCodecParameters& stored, const AVCodecContext& encoder) {
    if (stored.codec_id != encoder.codec_id) return fmt::format("its codec is {}", info.codec);
    if (info.rotation_degrees != 0 || info.mirrored) return "it has to be turned";
    if (info.width != info.coded_width) return "its pixels are not square";
    if (auto size = size_misfit(info.coded_width, info.coded_height, encoder); !size.empty()) return size;
    if (info.interlaced) return "it is interlaced";
    if (info.loop > Time{}) return "it is played again and again";
    const auto format = static_cast<AVPixelFormat>(stored.format);
    if (plain_format(format) != encoder.pix_fmt)
        return fmt::format("its pixels are {}",
                           format == AV_PIX_FMT_NONE ? "of unknown format" : av_get_pix_fmt_name(format));
    const bool full = plain_format(format) != format || stored.color_range == AVCOL_RANGE_JPEG;
    if (full != (encoder.color_range == AVCOL_RANGE_JPEG)) return "its colours are of full range";
    if (!same_colours(stored.color_primaries, stored.color_trc, stored.color_space, encoder))
        return kOtherColours;
    if (is_guessed_otherwise(stored.color_space, info.coded_width, info.coded_height, encoder))
        return "it does not say how its colours are coded";
    return "";
}

std::string misfit(const h264::Sps& sps, const AVCodecContext& encoder) {
    if (auto size = size_misfit(sps.width, sps.height, encoder); !size.empty()) return size;
    if (!is_common_profile(sps)) return "it is of a profile that few players take";
    if (!sps.progressive) return "it is interlaced";
    if (sps.chroma_format != 1 || sps.bit_depth != depth_of(encoder.pix_fmt)) return "its pixels are other";
    if (sps.pixel_width != sps.pixel_height) return "its pixels are not square";
    if (sps.full_range != (encoder.color_range == AVCOL_RANGE_JPEG)) return "its colours are of full range";
    if (!same_colours(sps.primaries, sps.transfer, sps.matrix, encoder)) return kOtherColours;
    return "";
}

}  // namespace beatsync::media
