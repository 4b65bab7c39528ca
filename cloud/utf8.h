#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace beatsync::cloud {

/// Appends `bytes` with U+FFFD for each part that is no UTF-8 (WHATWG Encoding, UTF-8 decoder with
/// replacement; a byte order mark is a character like others). At most three bytes for each one.
void append_as_utf8(std::string& to, std::string_view bytes);

/// The first `max_bytes` of UTF-8 text, less the character that does not fit.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

}  // namespace beatsync::cloud
