#pragma once

#include <string>
#include <vector>

// What titles can be written in on this machine.
namespace beatsync::render {

/// A group of scripts, and the font that would draw them here.
struct ScriptFont {
    std::string scripts;  ///< "Chinese, Japanese, Korean"
    std::string font;     ///< a family that has them all; "" = there is none
    std::string package;  ///< of Debian: has such a font
};

/// The scripts that most titles are written in, emoji in colour among them.
[[nodiscard]] std::vector<ScriptFont> script_fonts();

/// The Debian package whose font has the character; "" where none is known.
[[nodiscard]] std::string font_package_for(char32_t character);

/// Whether there is any font at all.
[[nodiscard]] bool has_fonts();

struct FontFamily {
    bool found = false;
    bool bold = false;  ///< has a bold face of its own
};
/// The family as TextStyle::font names it; the generic names ("serif") are always found.
[[nodiscard]] FontFamily find_family(const std::string& name);

}  // namespace beatsync::render
