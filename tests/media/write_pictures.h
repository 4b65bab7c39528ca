#pragma once

// Pictures whose colours are known by the formulas of the standards, made without the code under test.

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>

#include "media/av.h"

namespace beatsync::media::test {

/// R'G'B', 0 to 1.
struct Rgb {
    double r = 0;
    double g = 0;
    double b = 0;
};

/// Codes of 8 bits: luma, Cb, Cr.
struct Codes {
    double y = 0;
    double cb = 0;
    double cr = 0;
};

struct Weights {
    double kr;
    double kb;
};
inline constexpr Weights k601{0.299, 0.114};
inline constexpr Weights k709{0.2126, 0.0722};

inline Codes encode(const Rgb& c, const Weights& w, bool full) {
    const double y = w.kr * c.r + (1 - w.kr - w.kb) * c.g + w.kb * c.b;
    const double cb = (c.b - y) / (2 * (1 - w.kb));
    const double cr = (c.r - y) / (2 * (1 - w.kr));
    if (full) return {255 * y, 128 + 255 * cb, 128 + 255 * cr};
    return {16 + 219 * y, 128 + 224 * cb, 128 + 224 * cr};
}

inline av::FramePtr blank(AVPixelFormat format, int width, int height) {
    av::FramePtr f(av_frame_alloc());
    f->format = format;
    f->width = width;
    f->height = height;
    av_frame_get_buffer(f.get(), 0);
    return f;
}

/// A planar Y'CbCr picture of one colour; `bits` 8 or 10.
inline av::FramePtr flat_yuv(AVPixelFormat format, int width, int height, const Codes& codes, int bits = 8) {
    av::FramePtr f = blank(format, width, height);
    const std::array values = {codes.y, codes.cb, codes.cr};
    for (std::size_t p = 0; p < 3; ++p) {
        const int scale = 1 << (bits - 8);
        const auto v = static_cast<int>(std::lround(values[p] * scale));
        // Padding and unused rows too: a reader that strays must not hit other colours only sometimes.
        const int rows = p > 0 && format != AV_PIX_FMT_YUV444P ? (height + 1) / 2 : height;
        for (int y = 0; y < rows; ++y) {
            std::uint8_t* row = f->data[p] + static_cast<std::ptrdiff_t>(y) * f->linesize[p];
            if (bits == 8) {
                for (int x = 0; x < f->linesize[p]; ++x)
                    row[x] = static_cast<std::uint8_t>(v);
            } else {
                auto* wide = reinterpret_cast<std::uint16_t*>(row);
                for (int x = 0; x < f->linesize[p] / 2; ++x)
                    wide[x] = static_cast<std::uint16_t>(v);
            }
        }
    }
    return f;
}

inline int sample(const AVFrame& f, std::size_t plane, int x, int y) {
    return f.data[plane][static_cast<std::ptrdiff_t>(y) * f.linesize[plane] + x];
}

}  // namespace beatsync::media::test
