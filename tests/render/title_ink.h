#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "render/fonts.h"
#include "render/title_artist.h"

/// What a drawing shows, judged by its pixels alone.
namespace beatsync::test {

/// Half-open, on the canvas.
struct InkBox {
    int left = 1 << 30;
    int top = 1 << 30;
    int right = -1;
    int bottom = -1;
    [[nodiscard]] int width() const { return right - left; }
    [[nodiscard]] int height() const { return bottom - top; }
};

inline std::uint32_t pixel(const render::TitleDrawing& d, int x, int y) {
    if (x < d.x || y < d.y || x >= d.x + d.width || y >= d.y + d.height) return 0;
    return d.pixels[static_cast<std::size_t>(y - d.y) * static_cast<std::size_t>(d.width) +
                    static_cast<std::size_t>(x - d.x)];
}

inline bool is_ink(std::uint32_t pixel) {
    return pixel >> 24U >= 128;
}

inline InkBox ink(const render::TitleDrawing& d, int from_row, int to_row) {
    InkBox box;
    for (int y = from_row; y < to_row; ++y) {
        for (int x = d.x; x < d.x + d.width; ++x) {
            if (!is_ink(pixel(d, x, y))) continue;
            box.left = std::min(box.left, x);
            box.right = std::max(box.right, x + 1);
            box.top = std::min(box.top, y);
            box.bottom = std::max(box.bottom, y + 1);
        }
    }
    return box;
}

inline InkBox ink(const render::TitleDrawing& d) {
    return ink(d, d.y, d.y + d.height);
}

/// How many stretches of rows (or columns) have ink, with none between them.
inline int stretches(const render::TitleDrawing& d, bool rows) {
    int count = 0;
    bool before = false;
    for (int i = 0; i < (rows ? d.height : d.width); ++i) {
        bool now = false;
        for (int j = 0; j < (rows ? d.width : d.height); ++j)
            now = now || is_ink(rows ? pixel(d, d.x + j, d.y + i) : pixel(d, d.x + i, d.y + j));
        if (now && !before) ++count;
        before = now;
    }
    return count;
}

/// Lines of letters without dots or marks.
inline int lines(const render::TitleDrawing& d) {
    return stretches(d, true);
}

/// Whether a font of this machine has the group of scripts that begins so.
inline bool has_font_for(const std::string& scripts) {
    const auto fonts = render::script_fonts();
    return std::any_of(fonts.begin(), fonts.end(), [&](const render::ScriptFont& f) {
        return f.scripts.starts_with(scripts) && !f.font.empty();
    });
}

}  // namespace beatsync::test

#define BEATSYNC_NEEDS_FONT(scripts) \
    if (!::beatsync::test::has_font_for(scripts)) GTEST_SKIP() << "no font for " << (scripts)
