#pragma once

#include <cstdint>
#include <vector>

#include "cli/demo/scenes/canvas.h"

struct AVFrame;

namespace beatsync::cli {

/// Turns painted pictures into video frames: a soft vignette, film grain (which also hides the bands of 8-bit
/// gradients), and BT.709 limited-range 4:2:0.
class Film {
public:
    Film(int width, int height);

    /// `frame` is a writable YUV420P frame of the film's size. Grain depends on `index` alone.
    void develop(const scenes::Canvas& picture, std::int64_t index, AVFrame& frame) const;

private:
    int width_;
    int height_;
    std::vector<std::int16_t> grain_;  ///< a long line of it, in 1/256 of a code value; rows start anywhere
    std::vector<std::int32_t> dim_x_;  ///< vignette across, 32768 = none; the whole is the product
    std::vector<std::int32_t> dim_y_;
};

}  // namespace beatsync::cli
