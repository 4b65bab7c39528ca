#pragma once

#include <filesystem>

namespace beatsync::cli {

/// $XDG_CONFIG_HOME/beatsync/config.toml (~/.config/…); empty when there is no home.
[[nodiscard]] std::filesystem::path config_file();

/// $XDG_CACHE_HOME/beatsync/analysis (~/.cache/…); empty when there is no home.
[[nodiscard]] std::filesystem::path analysis_cache_folder();

}  // namespace beatsync::cli
