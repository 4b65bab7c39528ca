#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"

namespace beatsync::render {

/// A title, drawn: a part of the canvas.
struct TitleDrawing {
    int x = 0;  ///< on the canvas; all four even
    int y = 0;
    int width = 0;  ///< 0: nothing is to be seen
    int height = 0;
    std::vector<std::uint32_t> pixels;  ///< 0xAARRGGBB, R'G'B' multiplied by alpha

    std::vector<char32_t> missing;  ///< characters that no font here has, each once: they are left out
    std::size_t cut_after = 0;      ///< so many characters are shown: it was too long; 0 = all of them
    bool other_font = false;        ///< the family asked for is not here
};

/// Lays texts out and draws them, in any script that there is a font for: shaped and ordered by their rules,
/// lines broken as Unicode's UAX 14 says. The same text, style, shape of canvas and fonts give the same
/// lines at any size of the canvas. Used by one thread at a time.
class TitleArtist {
public:
    explicit TitleArtist(const draft::Canvas& canvas);
    TitleArtist(TitleArtist&&) noexcept;
    TitleArtist& operator=(TitleArtist&&) noexcept;
    ~TitleArtist();

    /// `text` is UTF-8. There must be a font on this machine (has_fonts). Errc::media when there is no
    /// memory.
    [[nodiscard]] Result<TitleDrawing> draw(const std::string& text, const draft::TextStyle& style);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::render
