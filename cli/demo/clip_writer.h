#pragma once

#include <filesystem>
#include <functional>

#include "cli/demo/scenes/scene.h"
#include "core/error.h"

namespace beatsync::cli {

/// Paints a clip and writes it as MP4, in place only when whole. `keep_going` is asked after every frame;
/// when it says no the result is Errc::cancelled and nothing is left.
[[nodiscard]] Result<void> write_clip(const scenes::Clip& clip, const std::filesystem::path& path,
                                      const std::function<bool()>& keep_going);

}  // namespace beatsync::cli
