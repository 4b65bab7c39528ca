#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/options.h"
#include "core/error.h"
#include "draft/draft.h"

namespace CLI {
class App;
}

// What a draft was planned from, as the draft keeps it, and back to options.
namespace beatsync::cli {

/// The plan's options that were given on the command line, by variable or in the configuration file, as they
/// would be written: "--pace", "fast". Without what changes nothing in the plan (--threads, --no-cache).
enum class From : std::uint8_t { anywhere, command_line };
[[nodiscard]] std::vector<std::string> plan_options_given(const CLI::App& command,
                                                          From from = From::anywhere);

/// The other way round; song and clips are not among them. Errc::input for what this program does not know.
[[nodiscard]] Result<PlanArguments> parse_plan_options(const std::vector<std::string>& options);

/// Paths become absolute, those within options too.
[[nodiscard]] draft::Recipe make_recipe(const std::string& song,
                                        const std::vector<std::filesystem::path>& clips,
                                        std::vector<std::string> options);

/// Clips of --pin and --avoid by their name alone where no other clip has it: shorter, and true when the
/// folder is moved.
[[nodiscard]] std::vector<std::string> short_clip_names(std::vector<std::string> options,
                                                        const std::vector<std::string>& clips);

/// `older` with what `newer` says of the same option in its place; options that may be repeated add up.
[[nodiscard]] std::vector<std::string> merge_options(const std::vector<std::string>& older,
                                                     const std::vector<std::string>& newer);

}  // namespace beatsync::cli
