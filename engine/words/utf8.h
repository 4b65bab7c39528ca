#pragma once

#include <cstddef>
#include <string_view>

namespace beatsync::words {

/// One character: its bytes, and what it is. A byte that begins no well-formed character is one of its own,
/// with the code U+FFFD.
struct Character {
    char32_t code = 0;
    std::size_t bytes = 1;
};
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

/// Chinese characters, written without spaces between.
[[nodiscard]] bool is_han(char32_t code);

/// Full-width letters, digits and signs as those of ASCII (U+FF01 to U+FF5E); capitals of ASCII as small
/// ones.
[[nodiscard]] char32_t plain(char32_t code);

}  // namespace beatsync::words
