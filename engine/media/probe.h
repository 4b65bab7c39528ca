#pragma once

#include <filesystem>

#include "core/error.h"
#include "core/media_info.h"
#include "core/time.h"

namespace beatsync::media {

/// What the file is, by content, whatever its name says. Errc::input with a reason and a hint when it is
/// missing, empty, not media, damaged beyond use, encrypted, or in a codec without a decoder here.
[[nodiscard]] Result<MediaInfo> probe(const std::filesystem::path& path);

/// What probe() adds to what a reader of the pictures knows: when the sound beside them begins, the first
/// picture being shown at `origin` on the container's clock. Sound that can't be decoded is taken out.
void place_sound(MediaInfo& info, Time origin);

}  // namespace beatsync::media
