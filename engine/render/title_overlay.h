#pragma once

#include <cstdint>
#include <vector>

#include "media/av.h"
#include "render/title_artist.h"

namespace beatsync::render {

/// How much of a title is seen: 0 = nothing, kOpaque = all.
inline constexpr int kOpaque = 256;

/// A drawing as a canvas needs it: Y'CbCr of BT.709, limited range (white is 235), 4:2:0 with the chroma at
/// the left, multiplied by alpha. Blending R'G'B' and blending what a matrix makes of it are the same.
class TitleOverlay {
public:
    TitleOverlay() = default;
    explicit TitleOverlay(const TitleDrawing& drawing);

    /// Over a YUV420P canvas of the size that it was drawn for. Touches nothing outside of the title.
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
    using Samples = std::vector<std::uint16_t>;  ///< code value · alpha, of 255 · kFull

    static void blend_plane(const Mask& mask, const Samples& samples, std::uint8_t* plane, int stride,
                            int opacity);
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
