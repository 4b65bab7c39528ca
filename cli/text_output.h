#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/verb.h"
#include "core/error.h"

// Where a verb's text goes: stdout, a file, or a file for each input in a folder.
namespace beatsync::cli {

/// "-" and "" are stdout.
[[nodiscard]] bool is_stdout(std::string_view output);

/// Whether `output` can be written (pipeline::check_output); stdout always.
Result<void> check_text_output(const std::string& output, const std::vector<std::filesystem::path>& inputs,
                               bool overwrite);

/// The same for a file beside the verb's own text, such as a plot: not asked for when empty, and its name
/// says what it is. Errc::usage when it ends in none of `suffixes`.
Result<void> check_extra_output(std::string_view option, const std::string& output,
                                const std::vector<std::string>& suffixes,
                                const std::vector<std::filesystem::path>& inputs, bool overwrite);

Result<void> write_text(Console& console, const std::string& output, std::string_view text);

/// The file for each input: `output` itself for a single one, unless it is a folder (exists as one, or ends
/// in
/// '/'); NAME + suffix in that folder otherwise, the folder made when missing. Stdout for all when `output`
/// is stdout. Checked as check_text_output. Errc::usage for several inputs and one file, or two of one name.
[[nodiscard]] Result<std::vector<std::string>> outputs_for(const std::string& output,
                                                           const std::vector<std::filesystem::path>& inputs,
                                                           std::string_view suffix, bool overwrite);

}  // namespace beatsync::cli
