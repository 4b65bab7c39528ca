#pragma once

#include <filesystem>

#include "core/error.h"
#include "draft/draft.h"
#include "media/hdr_light.h"
#include "media/picture_format.h"
#include "render/renderer.h"

namespace beatsync::render {

/// What the pictures of a render are, and what is written about their brightness.
struct OutputFormat {
    media::PictureFormat pictures;
    media::HdrLight light;
};

/// SDR of options.bit_depth, unless HDR is to be kept: then PQ or HLG, whichever more frames of the draft are
/// (PQ in a tie), the rest being brought to it. Errc::usage when no picture of the draft is HDR; Errc::input
/// when one cannot be read.
[[nodiscard]] Result<OutputFormat> choose_format(const draft::Draft& draft,
                                                 const std::filesystem::path& folder,
                                                 const RenderOptions& options);

}  // namespace beatsync::render
