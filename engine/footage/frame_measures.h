#pragma once

#include "core/picture.h"
#include "footage/thumbnail.h"

namespace beatsync::footage {

/// What is remembered of every frame: 24 bytes, so 5 MB for two hours.
struct FrameMeasures {
    Time at;
    float motion = 0;      ///< since the frame before; see motion_between
    float sharpness = 0;   ///< see sharpness.h
    float exposure = 0;    ///< see exposure_of
    bool black = false;    ///< nothing to see but black
    bool blank = false;    ///< one flat colour other than black
    bool blurred = false;  ///< there is something to see, but no detail in it
    bool same = false;     ///< nothing changed since the frame before
    bool damaged = false;  ///< as the decoder said
};

/// `before` is null for the first frame.
[[nodiscard]] FrameMeasures measure_frame(const PictureView& picture, const Thumbnail& now,
                                          const Thumbnail* before);

/// 0 (still) to 1 (wild); 0.63 when the picture moves by 30 % of its width in a second. Brightness change
/// over brightness gradient is the speed across edges (the normal flow of Horn and Schunck, "Determining
/// optical flow", 1981); changes as small as grain's are left out, and so is a change of light that is the
/// same everywhere.
[[nodiscard]] float motion_between(const Thumbnail& before, const Thumbnail& now);

/// 1 for a picture with some light and some shade and nothing clipped, down to 0 when all is crushed or blown
/// out. Crushed shadows count half of blown highlights: a night scene is dark by right.
[[nodiscard]] float exposure_of(const Thumbnail& picture);

}  // namespace beatsync::footage
