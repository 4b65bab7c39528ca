#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/render_job.h"
#include "draft/draft.h"
#include "footage/clip_map.h"
#include "music/music_map.h"
#include "pipeline/sync.h"

// Results as JSON documents: indented, a newline at the end, times in seconds.
namespace beatsync::cli {

struct SongResult {
    std::filesystem::path song;
    music::MusicMap music;
};
/// An object where one song was asked for, a list where several were, of which some may be left out.
[[nodiscard]] std::string songs_json(const std::vector<SongResult>& songs, std::size_t asked);

/// The same of clips.
[[nodiscard]] std::string clips_json(const std::vector<footage::ClipMap>& clips, std::size_t asked);

/// The draft itself and how it came about.
[[nodiscard]] std::string plan_json(const pipeline::PlannedVideo& planned);

[[nodiscard]] std::string render_json(const std::filesystem::path& output, const draft::Draft& draft,
                                      const Rendered& rendered);
[[nodiscard]] std::string sync_json(const std::filesystem::path& output, const pipeline::SyncedVideo& synced,
                                    const Rendered& rendered);

/// What `show` prints.
[[nodiscard]] std::string draft_json(const draft::Draft& draft);

}  // namespace beatsync::cli
