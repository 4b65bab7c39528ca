#pragma once

#include <cstdint>
#include <vector>

#include "media/picture_format.h"
#include "render/title_artist.h"

namespace beatsync::render {

/// How much of a title is seen: 0 = nothing, kOpaque = all.
inline constexpr int kOpaque = 256;

/// A drawing as a canvas needs it: Y'CbCr of the canvas's kind, limited range (white is 235; of HDR, the
/// reference white), 4:2:0 with the chroma at the left, multiplied by alpha. Blending R'G'B' and blending
/// what a matrix makes of it are the same.
class TitleOverlay {
public:
    TitleOverlay() = default;
    explicit TitleOverlay(const TitleDrawing& drawing, const media::PictureFormat& format = {});

    /// Over a canvas of that format and of the size that it was drawn for. Touches nothing outside of the
    /// title.
    void blend(AVFrame& canvas, int opacity) const;

private:
    /// Of one plane: where in a row the title begins and ends.
    struct Span {
        int begin = 0;
        int end = 0;
    };
    /// Alpha, full = kFull, for one plane's samples.
    struct Mask {
        int width = 0;
        int height = 0;
        std::vector<std::uint16_t> alpha;
        std::vector<Span> spans;  ///< one a row
    };
    using Samples = std::vector<std::uint16_t>;  ///< 8-bit code value · alpha, of 255 · kFull

    template <class Sample>
    static void blend_plane(const Mask& mask, const Samples& samples,
                            const media::SamplePlane<Sample>& canvas, int x0, int y0, int opacity);
    static void find_spans(Mask& mask);

    int x_ = 0;
    int y_ = 0;
    Mask full_;
    Mask half_;
    Samples luma_;
    Samples cb_;
    Samples cr_;
};

}  // namespace beatsync::render
