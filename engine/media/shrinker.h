#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/error.h"
#include "core/media_info.h"
#include "core/picture.h"
#include "media/av.h"
#include "media/box_average.h"

namespace beatsync::media {

/// Makes a decoded frame small, upright and full range, at a cost small beside decoding: averages come
/// straight from the decoder's planes, and the rest is done on the small picture.
class Shrinker {
public:
    /// All pictures made have the size of the first, `long_side` pixels at most.
    Shrinker(const VideoInfo& info, int long_side);

    /// `at` is left to the caller. Valid until the next call.
    Result<PictureView> shrink(const AVFrame& frame);

private:
    struct Plane {
        int width = 0;
        int height = 0;
        std::vector<std::uint8_t> samples;
        void resize(int w, int h);
    };
    void shrink_yuv(const AVFrame& frame);
    void shrink_rgb(const AVFrame& frame);
    Result<av::FramePtr> to_rgb(const AVFrame& frame);
    void build_tables(bool full_range);
    [[nodiscard]] PlaneView upright(const Plane& plane, Plane& turned) const;

    DynamicRange dynamic_range_;
    int rotation_degrees_;
    bool mirrored_;
    int width_ = 1;  // of the small picture as it lies in the file
    int height_ = 1;
    BoxAverager averager_;
    std::optional<bool> full_range_;  // what the tables were built for
    BoxAverager::Table luma_table_;
    BoxAverager::Table chroma_table_;
    BoxAverager::Table linear_table_;
    std::array<Plane, 3> planes_;
    std::array<Plane, 3> turned_;
    av::SwsPtr sws_;
};

}  // namespace beatsync::media
