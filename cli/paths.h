#pragma once

#include <filesystem>

namespace beatsync::cli {

/// $XDG_CONFIG_HOME/beatsync/config.toml (~/.config/…); empty when there is no home.
[[nodiscard]] std::filesystem::path config_file();

/// $XDG_CACHE_HOME/beatsync/analysis (~/.cache/…); empty when there is no home.
[[nodiscard]] std::filesystem::path analysis_cache_folder();

/// $XDG_STATE_HOME/beatsync (~/.local/state/…): the cloud's tokens, sessions and jobs; empty when there is no
/// home.
[[nodiscard]] std::filesystem::path state_folder();

/// $XDG_CONFIG_HOME/nemovideo (~/.config/…), shared with the service's other clients.
[[nodiscard]] std::filesystem::path client_id_folder();

}  // namespace beatsync::cli
