#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace beatsync::draft {

/// True for well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Bytes of the well-formed character that begins at byte `at`, which must be inside; 0 when there is none.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

/// Without spaces, tabs and line ends at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Bytes as lower-case hexadecimal, and back; nullopt when it is not that.
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view hex);

}  // namespace beatsync::draft
