#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace beatsync::cli {

struct NamedFolder {
    std::string name;
    std::filesystem::path folder;
};

/// "NAME=FOLDER"; none where either is missing.
[[nodiscard]] std::optional<NamedFolder> parse_named_folder(const std::string& text);

}  // namespace beatsync::cli
