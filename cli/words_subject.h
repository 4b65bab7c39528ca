#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/words_commands.h"
#include "core/error.h"
#include "draft/draft.h"

namespace beatsync::cli {

/// What the files are, by their content: a draft, a song, clips and folders of them. Of a folder without a
/// song on the line, the only sound file in it is the song, and `console` says so. Errc::usage for two songs
/// or two drafts, Errc::input for what is not there or no media.
[[nodiscard]] Result<WordsSubject> sort_files(const std::vector<std::string>& files, Console& console);

/// What words count from in a draft: its music's level, its seed, its clips.
void describe_draft(const draft::Draft& draft, WordsSubject& subject);

/// Names that don't exist yet, in the working folder, after the song, the video or the draft.
[[nodiscard]] WordsOutputs free_names(const WordsSubject& subject);

}  // namespace beatsync::cli
