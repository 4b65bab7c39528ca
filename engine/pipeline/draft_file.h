#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"

namespace beatsync::pipeline {

/// Reads and validates a draft. Errc::input names the file and the place in it. Relative sources stay as they
/// are: they count from the folder that the draft lies in (RenderOptions::source_folder).
[[nodiscard]] Result<draft::Draft> read_draft(const std::filesystem::path& path);

/// Writes a draft in one piece. Sources under the draft's folder are written relative to it, so that the
/// folder can be moved; all others stay absolute.
Result<void> write_draft(const std::filesystem::path& path, draft::Draft draft);

/// What write_draft writes.
[[nodiscard]] std::string draft_text(const std::filesystem::path& path, draft::Draft draft);

/// The folder that relative sources of a draft at `path` count from.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& path);

/// Every source absolute, those of the recipe too: relative ones count from `folder`.
[[nodiscard]] draft::Draft with_absolute_sources(draft::Draft draft, const std::filesystem::path& folder);

/// The files that a draft shows and plays, each once, relative ones taken from `folder`.
[[nodiscard]] std::vector<std::filesystem::path> sources_of(const draft::Draft& draft,
                                                            const std::filesystem::path& folder);

}  // namespace beatsync::pipeline
