#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace beatsync::cli {

/// One thing that beatsync stands on, and whether it is there.
struct HealthCheck {
    std::string name;
    bool works = false;
    bool essential = false;  ///< the main job cannot be done without it
    std::string detail;      ///< what was found
    std::string fix;         ///< what to do when it does not work
};

/// Looks at this machine: libraries, decoders, encoders, filters, fonts, the cache folder (which it makes).
[[nodiscard]] std::vector<HealthCheck> check_health(const std::filesystem::path& cache_folder);

}  // namespace beatsync::cli
