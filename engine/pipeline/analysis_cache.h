#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/run_context.h"

namespace beatsync::pipeline {

/// Raise it whenever music or footage would give another result for the same file, or the entry's layout
/// changes: entries of other versions are never read again.
inline constexpr int kAnalysisVersion = 14;

/// Bytes by key, in files of one folder. Only ever a shortcut: whatever goes wrong on the disk is a debug
/// line in the log and a miss. Several threads and processes may share the folder, for entries appear whole
/// or not at all; it may be deleted at any time.
class AnalysisCache {
public:
    /// An empty folder: nothing is found and nothing kept. The folder is made when the first entry is.
    AnalysisCache(std::filesystem::path folder, std::uintmax_t limit_bytes, const RunContext& context);

    /// What store() kept under `key`; none when there is nothing, or it is damaged. Counts as a use.
    [[nodiscard]] std::optional<std::string> load(std::string_view key) const;
    void store(std::string_view key, std::string_view value) const;

    /// Removes the entries longest unused until the rest is within the limit, and what a killed process left
    /// half-written. Touches no file that is not ours by name.
    void trim() const;

private:
    [[nodiscard]] std::filesystem::path entry_path(std::string_view key) const;
    void note(std::string_view what, const std::filesystem::path& path, std::string_view why) const;

    std::filesystem::path folder_;
    std::uintmax_t limit_bytes_;
    const RunContext& context_;
};

}  // namespace beatsync::pipeline
