#pragma once

#include <cstddef>
#include <string_view>

namespace beatsync::cloud {

struct CodePoint {
    char32_t value = 0xFFFD;  ///< U+FFFD where the bytes are no UTF-8
    std::size_t length = 1;   ///< bytes; 1 for a bad one
};

/// The code point that begins at byte `at` of `text`, which must be inside.
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t at);

/// Written without spaces between words: Han, kana.
[[nodiscard]] bool is_cjk(char32_t c);

/// Neither letter nor digit: spaces, punctuation of any script, symbols, emoji, control characters.
[[nodiscard]] bool is_separator(char32_t c);

[[nodiscard]] constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr char to_ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool is_ascii_alnum(char c) {
    return is_ascii_digit(c) || (to_ascii_lower(c) >= 'a' && to_ascii_lower(c) <= 'z');
}
[[nodiscard]] constexpr bool is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

}  // namespace beatsync::cloud
