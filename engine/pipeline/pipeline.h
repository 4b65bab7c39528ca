#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"
#include "footage/clip_map.h"
#include "music/analyser.h"
#include "music/music_map.h"

namespace beatsync::pipeline {

struct AnalysisSettings {
    std::filesystem::path cache_folder;  ///< empty = no cache
    std::uintmax_t cache_limit_bytes = 256U << 20U;
    int threads = 0;  ///< clips at once; 0 = as many as there are cores
    /// Clips are looked at less closely (media::AnalysisOptions::fast), and kept in the cache beside those
    /// that are not.
    bool fast = false;
    music::TrackerKind tracker = music::TrackerKind::beatsync;
    /// Part of the cache's keys: what was analysed under another is not found.
    std::string cache_scope;
};

/// Decodes and analyses one song; cached by content and version. Progress: stage "analyse song".
/// Errc::input when it has no sound, is silent or too short; Errc::cancelled.
[[nodiscard]] Result<music::MusicMap> analyse_song(const std::filesystem::path& song,
                                                   const AnalysisSettings& settings,
                                                   const RunContext& context);

/// A clip that could not be used, and why.
struct RejectedClip {
    std::filesystem::path path;
    Error error;
};
/// Clips of which every picture was decoded and found sound (media::FrameReader::whole), each with when it
/// was last changed by then (changed_at). By absolute path.
using WholeClips = std::map<std::filesystem::path, std::int64_t>;

struct FootageSet {
    std::vector<footage::ClipMap> clips;  ///< in the order given, those that could be read; paths absolute
    std::vector<RejectedClip> rejected;
    std::vector<std::string> damaged;  ///< a sentence for each clip that is used up to where it breaks off
    WholeClips whole;                  ///< none of those analysed as AnalysisSettings::fast
};

/// Errc::input when nothing is at that path: a slip of the command, found before the work.
Result<void> check_is_there(const std::filesystem::path& input);

/// Files and folders → clip files, each once. Folders are searched all the way down, hidden ones left out,
/// sorted by path; what is not media by its name is passed over there. Errc::input when a path is missing or
/// a folder holds no media.
[[nodiscard]] Result<std::vector<std::filesystem::path>> find_clips(
    std::span<const std::filesystem::path> given);

/// The same for songs: of a folder, what is sound by its name.
[[nodiscard]] Result<std::vector<std::filesystem::path>> find_songs(
    std::span<const std::filesystem::path> given);

/// All files under a folder whose name `wanted` takes, hidden ones left out, sorted by path. Errc::input when
/// the folder can't be read.
[[nodiscard]] Result<std::vector<std::filesystem::path>> find_files(
    const std::filesystem::path& folder, const std::function<bool(const std::filesystem::path&)>& wanted);

/// Whether find_songs takes a file of this name from a folder.
[[nodiscard]] bool looks_like_sound(const std::filesystem::path& file);

/// Whether a clip's file name or path is what the pattern says; patterns as in the shell.
[[nodiscard]] bool matches(const std::filesystem::path& clip, const std::string& pattern);

/// Keeps the clips whose file name or path matches one of `only` (all when it is empty) and none of
/// `exclude`; patterns as in the shell. Errc::usage when a pattern matches no clip, or no clip is left.
[[nodiscard]] Result<std::vector<std::filesystem::path>> select_clips(
    std::vector<std::filesystem::path> clips, std::span<const std::string> only,
    std::span<const std::string> exclude);

/// Analyses clips in parallel, one decoder thread and a few frames of memory each; cached. The result does
/// not depend on the number of threads. One bad clip among good ones is rejected, not fatal, as is one that
/// the memory does not suffice for; the first one's error when none is usable. Progress: stage "analyse
/// clips". Errc::cancelled.
[[nodiscard]] Result<FootageSet> analyse_clips(std::span<const std::filesystem::path> clips,
                                               const AnalysisSettings& settings, const RunContext& context);

/// Whether a clip is one of them and was not changed since.
[[nodiscard]] bool is_whole(const WholeClips& clips, const std::filesystem::path& clip);

/// The same by what the cache knows of earlier analyses, of this file and not of a copy; analyses nothing.
[[nodiscard]] bool was_whole(const std::filesystem::path& clip, const AnalysisSettings& settings,
                             const RunContext& context);

}  // namespace beatsync::pipeline
