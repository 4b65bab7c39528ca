#pragma once

#include <filesystem>
#include <vector>

#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::cli {

struct DemoMedia {
    std::filesystem::path song;
    std::vector<std::filesystem::path> clips;
};

/// Makes a song and a set of clips in `folder` (created when missing) from nothing but this program's own
/// code: the same sound and the same pictures every time. Each file appears under its name only when it is
/// whole, and a file that is there already is kept, so a second call is instant and an interrupted one goes
/// on. Errc::cancelled when stopped; Errc::media when something cannot be written.
[[nodiscard]] Result<DemoMedia> make_demo_media(const std::filesystem::path& folder,
                                                const RunContext& context);

/// When the song's beats (quarter notes) are heard, in seconds from its first sample: known by construction,
/// not by listening. The first is a downbeat, four make a bar.
[[nodiscard]] std::vector<double> demo_song_beats();

}  // namespace beatsync::cli
