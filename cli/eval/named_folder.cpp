#include "cli/eval/named_folder.h"

#include <cstddef>

namespace beatsync::cli {

std::optional<NamedFolder> parse_named_folder(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return {};
    return NamedFolder{text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace beatsync::cli
