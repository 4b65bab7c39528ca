#pragma once

#include <string>

#include "core/media_info.h"
#include "media/av.h"
#include "media/h264_syntax.h"

namespace beatsync::media {

/// Why pictures of a stream cannot stand as they are stored among those of an encoder, as in "its pictures
/// are 1280x720, not 1920x1080"; empty when they can. By what the container and the first frame tell,
[[nodiscard]] std::string misfit(const VideoInfo& info, const AVCodecParameters& stored,
                                 const AVCodecContext& encoder);
/// and by a parameter set.
[[nodiscard]] std::string misfit(const h264::Sps& sps, const AVCodecContext& encoder);

}  // namespace beatsync::media
