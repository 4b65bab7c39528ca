#pragma once

#include <filesystem>
#include <string>

#include "pipeline/fit.h"

// What `fit` found, for people and as JSON.
namespace beatsync::cli {

/// A row a song, best first, and under it the reasons.
[[nodiscard]] std::string fit_table(const pipeline::FittedVideo& fitted);

[[nodiscard]] std::string fit_json(const std::filesystem::path& output, const pipeline::FittedVideo& fitted);

}  // namespace beatsync::cli
