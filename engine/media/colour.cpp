#include "media/colour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "media/picture_format.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace beatsync::media {
namespace {

/// Weights of red and blue in luma (ITU-R BT.601-7, BT.709-6, BT.2020-2; SMPTE 240M; FCC 1953).
struct Luma {
    double kr;
    double kb;
    [[nodiscard]] double kg() const { return 1 - kr - kb; }
};

constexpr Luma kBt709{0.2126, 0.0722};

std::optional<Luma> luma_of(AVColorSpace matrix) {
    switch (matrix) {
        case AVCOL_SPC_BT470BG:
        case AVCOL_SPC_SMPTE170M:
            return Luma{0.299, 0.114};
        case AVCOL_SPC_FCC:
            return Luma{0.30, 0.11};
        case AVCOL_SPC_SMPTE240M:
            return Luma{0.212, 0.087};
        case AVCOL_SPC_BT2020_NCL:
        case AVCOL_SPC_BT2020_CL:
            return Luma{0.2627, 0.0593};
        default:
            return std::nullopt;
    }
}

constexpr int kShift = 14;

/// Y += y_cb·Cb + y_cr·Cr; Cb, Cr by the 2×2 rest. Fixed point, limited range.
struct Conversion {
    int y_cb, y_cr, cb_cb, cb_cr, cr_cb, cr_cr;
};

Conversion conversion_from(const Luma& s) {
    const Luma& d = kBt709;
    const double a = d.kb * 2 * (1 - s.kb) - d.kg() * 2 * s.kb * (1 - s.kb) / s.kg();
    const double b = d.kr * 2 * (1 - s.kr) - d.kg() * 2 * s.kr * (1 - s.kr) / s.kg();
    const double blue = 2 * (1 - d.kb);
    const double red = 2 * (1 - d.kr);
    const auto fixed = [](double v) { return static_cast<int>(std::lround(v * (1 << kShift))); };
    const double chroma_to_luma = 219.0 / 224.0;  // limited range: luma spans 219 codes, chroma 224
    return {fixed(a * chroma_to_luma), fixed(b * chroma_to_luma), fixed((2 * (1 - s.kb) - a) / blue),
            fixed(-b / blue),          fixed(-a / red),           fixed((2 * (1 - s.kr) - b) / red)};
}

template <class Sample>
Sample clamped(int v) {
    return static_cast<Sample>(std::clamp(v, 0, kMaxCode<Sample>));
}

template <class Sample>
void shift_luma(Sample* row, const std::int16_t* offset, int width) {
    int x = 0;
    for (; x + 1 < width; x += 2) {
        const int o = offset[x / 2];
        row[x] = clamped<Sample>(row[x] + o);
        row[x + 1] = clamped<Sample>(row[x + 1] + o);
    }
    if (x < width) row[x] = clamped<Sample>(row[x] + offset[x / 2]);
}

template <class Sample>
void convert_planes(AVFrame& p, const Conversion& m) {
    constexpr int kHalf = 1 << (kShift - 1);
    constexpr int kGrey = 128 << kCodeShift<Sample>;
    constexpr int kBlock = 256;  // chroma samples: offsets stay on the stack
    const auto luma = sample_plane<Sample>(p, 0);
    const auto blue = sample_plane<Sample>(p, 1);
    const auto red = sample_plane<Sample>(p, 2);
    std::array<std::int16_t, kBlock> offset{};
    for (int y = 0; y < blue.height; ++y) {
        Sample* cb = blue.row(y);
        Sample* cr = red.row(y);
        for (int x = 0; x < blue.width; x += kBlock) {
            const int n = std::min(kBlock, blue.width - x);
            for (int i = 0; i < n; ++i) {
                const int b = cb[x + i] - kGrey;
                const int r = cr[x + i] - kGrey;
                offset[static_cast<std::size_t>(i)] =
                    static_cast<std::int16_t>((m.y_cb * b + m.y_cr * r + kHalf) >> kShift);
                cb[x + i] = clamped<Sample>(kGrey + ((m.cb_cb * b + m.cb_cr * r + kHalf) >> kShift));
                cr[x + i] = clamped<Sample>(kGrey + ((m.cr_cb * b + m.cr_cr * r + kHalf) >> kShift));
            }
            const int width = std::min(2 * n, luma.width - 2 * x);
            for (int row = 2 * y; row < std::min(2 * y + 2, luma.height); ++row)
                shift_luma(luma.row(row) + 2 * static_cast<std::ptrdiff_t>(x), offset.data(), width);
        }
    }
}

bool is_standard_definition(const AVFrame& f) {
    return std::min(f.width, f.height) < 720 && std::max(f.width, f.height) < 1280;
}

AVColorSpace guess_matrix(const AVFrame& frame, const VideoInfo& info) {
    if (info.dynamic_range != DynamicRange::sdr) return AVCOL_SPC_BT2020_NCL;
    const bool still = info.duration.us == 0;
    return still || is_standard_definition(frame) ? AVCOL_SPC_SMPTE170M : AVCOL_SPC_BT709;
}

AVColorTransferCharacteristic transfer_of(const AVFrame& frame, const VideoInfo& info) {
    switch (info.dynamic_range) {
        case DynamicRange::pq:
            return AVCOL_TRC_SMPTE2084;
        case DynamicRange::hlg:
            return AVCOL_TRC_ARIB_STD_B67;
        case DynamicRange::sdr:
            break;
    }
    // A clip whose frames say PQ or HLG although the container does not: believe the frames.
    const bool high = frame.color_trc == AVCOL_TRC_SMPTE2084 || frame.color_trc == AVCOL_TRC_ARIB_STD_B67;
    return high ? frame.color_trc : AVCOL_TRC_BT709;
}

bool is_j_format(int format) {
    return plain_format(static_cast<AVPixelFormat>(format)) != format;
}

}  // namespace

bool needs_colour_management(const Colour& from, const Colour& to) {
    if (to.transfer == AVCOL_TRC_BT709)
        return from.transfer != AVCOL_TRC_BT709 || from.primaries == AVCOL_PRI_BT2020 ||
               from.matrix == AVCOL_SPC_YCGCO;
    return from.transfer != to.transfer || from.primaries != to.primaries || from.matrix != to.matrix;
}

Colour colour_of(const AVFrame& frame, const VideoInfo& info) {
    const AVPixFmtDescriptor* format = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    const bool rgb = format != nullptr && (format->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
    Colour c;
    c.transfer = transfer_of(frame, info);
    const bool high = c.transfer != AVCOL_TRC_BT709;
    const bool wide =
        frame.color_primaries == AVCOL_PRI_BT2020 || (high && frame.color_primaries == AVCOL_PRI_UNSPECIFIED);
    c.primaries = wide ? AVCOL_PRI_BT2020 : AVCOL_PRI_BT709;
    c.matrix = frame.colorspace;
    if (c.matrix == AVCOL_SPC_UNSPECIFIED || c.matrix == AVCOL_SPC_RESERVED)
        c.matrix = guess_matrix(frame, info);
    if (rgb) c.matrix = AVCOL_SPC_RGB;
    if (!rgb && c.matrix == AVCOL_SPC_RGB) c.matrix = guess_matrix(frame, info);
    c.full_range = rgb || is_j_format(frame.format) || frame.color_range == AVCOL_RANGE_JPEG;
    return c;
}

AVPixelFormat plain_format(AVPixelFormat format) {
    switch (format) {
        case AV_PIX_FMT_YUVJ420P:
            return AV_PIX_FMT_YUV420P;
        case AV_PIX_FMT_YUVJ422P:
            return AV_PIX_FMT_YUV422P;
        case AV_PIX_FMT_YUVJ444P:
            return AV_PIX_FMT_YUV444P;
        case AV_PIX_FMT_YUVJ440P:
            return AV_PIX_FMT_YUV440P;
        case AV_PIX_FMT_YUVJ411P:
            return AV_PIX_FMT_YUV411P;
        default:
            return format;
    }
}

Colour colour_of(const PictureFormat& format) {
    switch (format.range) {
        case DynamicRange::pq:
            return {AVCOL_SPC_BT2020_NCL, AVCOL_PRI_BT2020, AVCOL_TRC_SMPTE2084, false};
        case DynamicRange::hlg:
            return {AVCOL_SPC_BT2020_NCL, AVCOL_PRI_BT2020, AVCOL_TRC_ARIB_STD_B67, false};
        case DynamicRange::sdr:
            break;
    }
    return {};
}

void convert_matrix_to_709(AVFrame& p, AVColorSpace matrix) {
    const std::optional<Luma> luma = luma_of(matrix);
    if (!luma) return;
    const Conversion m = conversion_from(*luma);
    with_samples_of(p, [&](auto sample) { convert_planes<decltype(sample)>(p, m); });
}

}  // namespace beatsync::media
