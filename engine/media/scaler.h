#pragma once

#include <cstdint>
#include <memory>

#include "core/error.h"
#include "core/media_info.h"
#include "media/av.h"
#include "media/picture_format.h"

namespace beatsync::media {

/// A part of the upright source picture, in its (square) pixels. May be fractional.
struct Crop {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// Whether the crop moves from frame to frame. A fixed one may be shifted by up to a chroma sample, which is
/// cheaper and never seen; a moving one is followed exactly, or the picture would shake.
enum class CropMotion : std::uint8_t { fixed, moving };

/// Brings a decoded frame upright, crops it, scales it, and converts it to a picture format: rotation and
/// mirroring, non-square pixels, BT.601/709/2020, full range, 10-bit, alpha (over black), PQ and HLG
/// (tone-mapped to SDR, or kept). Keeps its contexts between calls as long as source format and sizes stay
/// the same.
class Scaler {
public:
    explicit Scaler(const PictureFormat& format = {});
    Scaler(Scaler&&) noexcept;
    Scaler& operator=(Scaler&&) noexcept;
    ~Scaler();

    /// Writes into the rectangle (x, y, width, height; all even) of `canvas`, a frame of the format that is
    /// writable. Errc::media when libav cannot convert the frame's format.
    Result<void> draw(const AVFrame& source, const VideoInfo& info, const Crop& crop, AVFrame& canvas, int x,
                      int y, int width, int height, CropMotion motion = CropMotion::fixed);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// A writable frame of the format, filled with black. Errc::media when there is no memory for it.
[[nodiscard]] Result<av::FramePtr> make_canvas(int width, int height, const PictureFormat& format = {});

/// Black over a rectangle of a canvas; all four numbers even.
void fill_black(AVFrame& canvas, int x, int y, int width, int height);

}  // namespace beatsync::media
