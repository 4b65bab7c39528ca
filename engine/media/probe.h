#pragma once

#include <filesystem>

#include "core/error.h"
#include "core/media_info.h"

namespace beatsync::media {

/// What the file is, by content, whatever its name says. Errc::input with a reason and a hint when it is
/// missing, empty, not media, damaged beyond use, encrypted, or in a codec without a decoder here.
[[nodiscard]] Result<MediaInfo> probe(const std::filesystem::path& path);

}  // namespace beatsync::media
