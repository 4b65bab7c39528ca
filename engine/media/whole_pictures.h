#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/error.h"
#include "media/stored_video.h"

namespace beatsync::media {

/// Which of a file's pictures are stored without damage, found by decoding them: as many as `stamps`, which
/// are in the order of decoding from an IDR picture on. Costs about two thirds of decoding, since what is
/// seen is of no interest. Errc::media when the file cannot be read. `threads`: 0 = as many as there are
/// cores.
[[nodiscard]] Result<std::vector<bool>> whole_pictures(StoredVideo& file,
                                                       std::span<const std::int64_t> stamps, int threads);

}  // namespace beatsync::media
