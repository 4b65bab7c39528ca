#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace beatsync::cli {

/// Whether a verb has an option of that name, dashes and all.
[[nodiscard]] bool verb_takes(const std::string& verb, const std::string& option);

/// One line of a manifest, as a command.
struct Job {
    std::string id;                              ///< the user's; may be empty
    std::string verb;                            ///< "sync"
    std::vector<std::string> arguments;          ///< what follows the verb
    std::string output;                          ///< of -o or --output, as given; may be empty
    std::vector<std::filesystem::path> outputs;  ///< files that it makes, in `folder`; folders left out
    std::string digest;                          ///< of what the line says, however it is spaced
    [[nodiscard]] std::string key() const;       ///< names it among all jobs: of the id, else of the digest
};

inline constexpr std::size_t kMaxJobBytes = 1U << 20U;

/// {"id", "verb", options by their long names…} or {"id", "args": ["sync", "-m", …]}. Lists are options that
/// may be repeated; `true` is a flag; positional arguments go by their names in the help text, with or
/// without an s: "clips". Errc::usage says what is wrong with the line. `folder`: where relative outputs lie.
[[nodiscard]] Result<Job> parse_job(std::string_view line, const std::filesystem::path& folder);

/// A line that is a job, well or badly written; which one it is in a manifest.
struct Entry {
    std::size_t line = 0;  ///< from 1
    std::string_view text;
    std::string id;
    std::string fault;  ///< why it can't be done; empty = it can
    std::string hint;
};

/// Every job of a manifest's text, blank lines left out. A bad line is that job's fault and nobody else's; so
/// is an id, an output or a whole job that an earlier line has. `text` must outlive the entries.
[[nodiscard]] std::vector<Entry> read_manifest(std::string_view text, const std::filesystem::path& folder);

}  // namespace beatsync::cli
