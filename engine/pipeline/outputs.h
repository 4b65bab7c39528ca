#pragma once

#include <filesystem>
#include <span>

#include "core/error.h"

namespace beatsync::pipeline {

/// Whether `output` can be written (check_writable), asked before hours of work and not after. Errc::usage
/// when the output exists and may not be overwritten, is a folder, or is one of the inputs; Errc::media when
/// its folder is missing or not writable.
[[nodiscard]] Result<void> check_output(const std::filesystem::path& output,
                                        std::span<const std::filesystem::path> inputs, bool overwrite);

/// The same of a video and of its draft, which is written too unless its name is empty. Errc::usage also when
/// both are one file.
[[nodiscard]] Result<void> check_outputs(const std::filesystem::path& video,
                                         const std::filesystem::path& draft,
                                         std::span<const std::filesystem::path> inputs, bool overwrite);

}  // namespace beatsync::pipeline
