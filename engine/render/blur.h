#pragma once

#include "media/av.h"

namespace beatsync::render {

/// Blurs all planes of a YUV420P or YUV420P10 picture in place by three box filters, which together come
/// close to a Gaussian (Wells 1986), and darkens it by a quarter so that what lies on it stands out.
void blur_and_dim(AVFrame& picture, int radius);

}  // namespace beatsync::render
