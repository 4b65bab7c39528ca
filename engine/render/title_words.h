#pragma once

#include <cstddef>
#include <span>
#include <string>

// The text of a title, before it is laid out. All texts are UTF-8.
namespace beatsync::render {

/// Longer titles can't be read in a film: what is beyond is not even laid out.
inline constexpr std::size_t kMaxTitleCharacters = 2000;

/// Without control characters (a tab becomes a space), blanks at the ends of lines and empty lines at the
/// ends; at most kMaxTitleCharacters.
[[nodiscard]] std::string tidy_title(const std::string& text);

/// `text` without these characters; sorted.
[[nodiscard]] std::string without(const std::string& text, std::span<const char32_t> characters);

/// The first `bytes` of it and an ellipsis.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t bytes);

/// The language that says how Han characters are drawn, by the company they keep: BCP 47.
[[nodiscard]] const char* language_of(const std::string& text);

[[nodiscard]] std::size_t characters_in(const std::string& text);

/// `character` in UTF-8.
[[nodiscard]] std::string to_utf8(char32_t character);

}  // namespace beatsync::render
