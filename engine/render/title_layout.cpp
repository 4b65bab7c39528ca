#include "render/title_layout.h"

#include <algorithm>

namespace beatsync::render {
namespace {

constexpr double kLineHeight = 1.2;     // of the em
constexpr double kUsualSizePct = 10.0;  // a line, of the short side
constexpr double kFloorPct = 3.6;

/// Taller than this, a picture is shown on a phone's whole screen, with the app's buttons over it.
constexpr double kPhoneShape = 1.5;

}  // namespace

double title_scale(const draft::Canvas& canvas) {
    return std::min(canvas.width, canvas.height) / kTitleUnits;
}

TitleArea safe_area(const draft::Canvas& canvas) {
    const double width = canvas.width / title_scale(canvas);
    const double height = canvas.height / title_scale(canvas);
    if (height < kPhoneShape * width) return {0.05 * width, 0.05 * height, 0.9 * width, 0.9 * height};
    return {0.11 * width, 0.14 * height, 0.78 * width, (1 - 0.14 - 0.25) * height};
}

TitleArea title_area(const draft::Canvas& canvas, draft::TextPlace place) {
    TitleArea area = safe_area(canvas);
    const double height = area.height / (place == draft::TextPlace::middle ? 2 : 3);
    area.y = title_top(area, place, height);
    area.height = height;
    return area;
}

TitleSizes title_sizes(const draft::TextStyle& style) {
    const double unit = kTitleUnits / 100 / kLineHeight;
    const double asked = style.size_pct > 0 ? style.size_pct : kUsualSizePct;
    // Whoever asks for less than what can be read gets it.
    return {asked * unit, std::min(asked, kFloorPct) * unit};
}

double outline_width(double font_size) {
    return 0.07 * font_size;
}

double box_padding(double font_size) {
    return 0.35 * font_size;
}

double title_top(const TitleArea& area, draft::TextPlace place, double height) {
    switch (place) {
        case draft::TextPlace::top:
            return area.y;
        case draft::TextPlace::middle:
            return area.y + (area.height - height) / 2;
        case draft::TextPlace::bottom:
            return area.y + area.height - height;
    }
    return area.y;
}

}  // namespace beatsync::render
