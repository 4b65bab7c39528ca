#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace beatsync::cloud {

/// For .cpp files only. none: not JSON, or nested deeper than `max_depth`.
[[nodiscard]] std::optional<nlohmann::json> read_json(std::string_view text, int max_depth = 64);
/// Keys sorted, no spaces; bytes that are no UTF-8 replaced. Never throws.
[[nodiscard]] std::string write_json(const nlohmann::json& json);

/// A member of an object; "" or 0 when there is none, or one of another type.
[[nodiscard]] std::string text_in(const nlohmann::json& object, const char* key);
[[nodiscard]] double number_in(const nlohmann::json& object, const char* key);

}  // namespace beatsync::cloud
