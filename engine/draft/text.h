#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace beatsync::draft {

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Bytes as lower-case hexadecimal, and back; nullopt when it is not that.
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view hex);

}  // namespace beatsync::draft
