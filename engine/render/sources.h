#pragma once

#include <filesystem>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "render/voices.h"

namespace beatsync::render {

/// Before anything is written: every source is there (Errc::input naming it), and none of them is the output
/// by whatever name (Errc::usage).
[[nodiscard]] Result<void> check_sources(const draft::Draft& draft, const std::filesystem::path& folder,
                                         const std::filesystem::path& output);

/// The draft's voices without those of clips that have no sound: music is not ducked for them.
[[nodiscard]] Result<std::vector<Voice>> audible_voices(const draft::Draft& draft,
                                                        const std::filesystem::path& folder);

}  // namespace beatsync::render
