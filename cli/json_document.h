#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace beatsync::cli {

using Json = nlohmann::ordered_json;

/// Indented, a newline at the end. File names may be no UTF-8: they are mended rather than refused.
[[nodiscard]] inline std::string document(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace beatsync::cli
