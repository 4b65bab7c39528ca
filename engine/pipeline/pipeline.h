#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "footage/clip_map.h"
#include "music/analyser.h"
#include "music/music_map.h"
#include "plan/planner.h"
#include "render/renderer.h"

namespace beatsync::pipeline {

struct AnalysisSettings {
    std::filesystem::path cache_folder;  ///< empty = no cache
    std::uintmax_t cache_limit_bytes = 256U << 20U;
    int threads = 0;  ///< clips at once; 0 = as many as there are cores
    music::TrackerKind tracker = music::TrackerKind::beatsync;
};

/// Decodes and analyses one song; cached by content and version.
[[nodiscard]] Result<music::MusicMap> analyse_song(const std::filesystem::path& song,
                                                   const AnalysisSettings& settings,
                                                   const RunContext& context);

/// A clip that could not be used, and why.
struct RejectedClip {
    std::filesystem::path path;
    Error error;
};
struct FootageSet {
    std::vector<footage::ClipMap> clips;  ///< in the order given, those that could be read
    std::vector<RejectedClip> rejected;
};

/// Files and folders (searched, sorted by name; what is not media by its name is passed over there) → clip
/// files. Errc::input when a path is missing or a folder holds no media.
[[nodiscard]] Result<std::vector<std::filesystem::path>> find_clips(
    std::span<const std::filesystem::path> given);

/// Analyses clips in parallel, in bounded memory; cached. One bad clip among good ones is rejected, not
/// fatal; Errc of the first when none is usable.
[[nodiscard]] Result<FootageSet> analyse_clips(std::span<const std::filesystem::path> clips,
                                               const AnalysisSettings& settings, const RunContext& context);

}  // namespace beatsync::pipeline
