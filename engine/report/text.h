#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Names come from files of strangers: bytes that are no UTF-8, control characters, names of any length.
namespace beatsync::report {

/// UTF-8 that is fit to be shown: bytes that are not UTF-8 and control characters (C0, C1, line and paragraph
/// separators, direction overrides) become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// printable(), with & < > " ' written as entities: safe as text and in quoted attributes of HTML, XML and
/// SVG.
[[nodiscard]] std::string escape_markup(std::string_view text);

/// Columns that printable text takes in a terminal: 2 for wide characters (East Asian, emoji), 0 for
/// combining marks. Near enough to line up a table; not the whole of Unicode's annexes.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// printable() text of exactly `width` columns: filled up with spaces, or cut at the front with "…" (the end
/// of a path says more than its start).
[[nodiscard]] std::string fit_end(std::string_view text, std::size_t width);

}  // namespace beatsync::report
