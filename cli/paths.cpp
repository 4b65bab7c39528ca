#include "cli/paths.h"

#include <cstdlib>

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

/// XDG Base Directory Specification 0.8: a relative value is invalid and counts as unset.
fs::path base_folder(const char* variable, const char* below_home) {
    const char* given = std::getenv(variable);
    if (given != nullptr && fs::path(given).is_absolute()) return given;
    const char* home = std::getenv("HOME");
    if (home == nullptr || *home == '\0') return {};
    return fs::path(home) / below_home;
}

}  // namespace

fs::path config_file() {
    const fs::path base = base_folder("XDG_CONFIG_HOME", ".config");
    return base.empty() ? base : base / "beatsync" / "config.toml";
}

fs::path analysis_cache_folder() {
    const fs::path base = base_folder("XDG_CACHE_HOME", ".cache");
    return base.empty() ? base : base / "beatsync" / "analysis";
}

fs::path state_folder() {
    const fs::path base = base_folder("XDG_STATE_HOME", ".local/state");
    return base.empty() ? base : base / "beatsync";
}

fs::path client_id_folder() {
    const fs::path base = base_folder("XDG_CONFIG_HOME", ".config");
    return base.empty() ? base : base / "nemovideo";
}

}  // namespace beatsync::cli
