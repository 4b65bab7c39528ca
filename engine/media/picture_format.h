#pragma once

#include "core/media_info.h"
#include "media/av.h"
#include "media/colour.h"

namespace beatsync::media {

/// What finished pictures are made of: 4:2:0, limited range. SDR is BT.709 of 8 or 10 bits; PQ and HLG are
/// BT.2020 with its non-constant-luminance matrix (BT.2100) and always of 10.
struct PictureFormat {
    int bit_depth = 8;
    DynamicRange range = DynamicRange::sdr;
    friend bool operator==(const PictureFormat&, const PictureFormat&) = default;
};

[[nodiscard]] constexpr AVPixelFormat pixel_format(const PictureFormat& f) {
    return f.bit_depth > 8 ? AV_PIX_FMT_YUV420P10 : AV_PIX_FMT_YUV420P;
}

[[nodiscard]] Colour colour_of(const PictureFormat& format);

/// Whether the samples of a picture (YUV420P or YUV420P10) take two bytes.
[[nodiscard]] inline bool is_deep(const AVFrame& picture) {
    return picture.format == AV_PIX_FMT_YUV420P10;
}

/// A plane of a 4:2:0 picture, in samples of its type.
template <class Sample>
struct SamplePlane {
    Sample* data = nullptr;
    std::ptrdiff_t stride = 0;
    int width = 0;
    int height = 0;
    [[nodiscard]] Sample* row(int y) const { return data + y * stride; }
};

template <class Sample>
[[nodiscard]] SamplePlane<Sample> sample_plane(const AVFrame& f, std::size_t p) {
    const int shift = p == 0 ? 0 : 1;
    return {reinterpret_cast<Sample*>(f.data[p]), f.linesize[p] / static_cast<std::ptrdiff_t>(sizeof(Sample)),
            (f.width + shift) >> shift, (f.height + shift) >> shift};
}

/// Calls `work` with a value of the type that the picture's samples have.
template <class Work>
decltype(auto) with_samples_of(const AVFrame& picture, Work&& work) {
    return is_deep(picture) ? work(std::uint16_t{}) : work(std::uint8_t{});
}

/// An 8-bit code value in a picture's own depth.
template <class Sample>
inline constexpr int kCodeShift = sizeof(Sample) == 1 ? 0 : 2;
template <class Sample>
inline constexpr int kMaxCode = sizeof(Sample) == 1 ? 255 : 1023;

}  // namespace beatsync::media
