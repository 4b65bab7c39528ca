#pragma once

#include "media/av.h"

namespace beatsync::render {

/// Weights of pictures are whole 256ths: fine enough for 8 bits, and exact in integers.
inline constexpr int kWhole = 256;

/// 0 to 1 → 0 to kWhole, the nearest.
[[nodiscard]] int to_weight(double share);

/// canvas = canvas · (1 − weight) + over · weight, sample by sample, to the nearest (halves upwards). Both
/// are of one size and format (YUV420P or YUV420P10); gamma-coded values are mixed, as editing programs do.
void mix_in(AVFrame& canvas, const AVFrame& over, int weight);

/// The same with a picture of nothing but black, or white (HDR: the reference white), of limited range.
void mix_in_black(AVFrame& canvas, int weight);
void mix_in_white(AVFrame& canvas, int weight);

}  // namespace beatsync::render
