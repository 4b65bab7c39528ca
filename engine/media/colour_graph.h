#pragma once

#include "core/error.h"
#include "media/av.h"
#include "media/colour.h"
#include "media/picture_format.h"

namespace beatsync::media {

/// Scales and brings to a picture format what a matrix alone cannot: PQ, HLG, BT.2020 primaries, YCgCo.
/// libavfilter's zscale in linear light. To SDR, PQ and HLG go through a Möbius curve, which leaves
/// everything up to 30 % of the reference white alone (Hable's darkens the midtones, clipping loses the sky).
/// To PQ and HLG, SDR comes with its white at the reference white of 203 cd/m² (ITU-R BT.2408).
class ColourGraph {
public:
    /// A picture of `width` × `height`; valid until the next call.
    [[nodiscard]] Result<const AVFrame*> convert(const AVFrame& source, const Colour& colour,
                                                 const PictureFormat& to, int width, int height);

private:
    struct Key {
        int source_width = 0, source_height = 0, format = -1, width = 0, height = 0;
        Colour colour;
        PictureFormat to;
        friend bool operator==(const Key&, const Key&) = default;
    };
    Result<void> build(const Key& key, double peak_nits);

    Key key_;
    av::GraphPtr graph_;
    AVFilterContext* in_ = nullptr;   // owned by graph_
    AVFilterContext* out_ = nullptr;  // owned by graph_
    av::FramePtr picture_;
};

}  // namespace beatsync::media
