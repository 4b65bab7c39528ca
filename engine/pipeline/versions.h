#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

// What a draft's file was before it was edited in place. Beside `cut.json` a folder `.cut.json.versions`
// keeps every version as a file of its own, `0001.json`, and `index.json`, which says what led from which to
// which. Sources stay relative to the draft's folder. A file that was changed by hand is kept as a version
// too before anything replaces it.
namespace beatsync::pipeline {

/// Of these the oldest go when there are more.
inline constexpr int kMostVersions = 1000;

struct Version {
    int number = 0;   ///< from 1
    int from = 0;     ///< the version that it was made of; 0 = none
    std::string did;  ///< "--swap 2,5"
    bool current = false;
};

/// Oldest first; none when the draft was never edited in place. What was changed by hand since is not among
/// them. Errc::input when a version's file or the index can't be read.
[[nodiscard]] Result<std::vector<Version>> versions_of(const std::filesystem::path& draft);

/// The file of a version. Errc::usage when it is not there.
[[nodiscard]] Result<std::filesystem::path> version_file(const std::filesystem::path& draft, int number);

/// Replaces the draft and keeps what it was. Returns the new version's number.
Result<int> write_version(const std::filesystem::path& draft, std::string_view json, const std::string& did);

/// Goes back by so many edits (forward, when negative: the latest one of each). Returns the number of the
/// version that the draft is now. Errc::usage when there are fewer; nothing is lost: going back can be
/// undone.
Result<int> undo(const std::filesystem::path& draft, int steps);

}  // namespace beatsync::pipeline
