#pragma once

#include "draft/draft.h"

namespace beatsync::render {

/// Titles are laid out on a canvas whose short side is this long, whatever the real one's size: a preview
/// breaks its lines where the film does.
inline constexpr double kTitleUnits = 1080;

/// Where a title may be; units.
struct TitleArea {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// Pixels a unit.
[[nodiscard]] double title_scale(const draft::Canvas& canvas);

/// The part of the canvas that is seen everywhere. On tall pictures that is what the apps that play them
/// leave free: Meta asks to keep 14 % at the top clear (its guide for Reels), YouTube's Shorts cover about a
/// quarter at the bottom, the buttons at the right are 120 of 1080 pixels wide (TikTok); as much is kept at
/// the left, so that the middle is the middle. Elsewhere it is the 5 % all around of EBU R 95.
[[nodiscard]] TitleArea safe_area(const draft::Canvas& canvas);

/// The part of the safe area that a title may fill: at most half of it, a third at top and bottom, so that
/// there is something left of the film.
[[nodiscard]] TitleArea title_area(const draft::Canvas& canvas, draft::TextPlace place);

/// Font sizes (of the em; a line is a fifth higher), units: the one that is tried first, and the one under
/// which no title goes: smaller can't be read on a phone.
struct TitleSizes {
    double first = 0;
    double floor = 0;
};
[[nodiscard]] TitleSizes title_sizes(const draft::TextStyle& style);

/// The margins around the text that its decoration takes, units for a font of this size.
[[nodiscard]] double outline_width(double font_size);
[[nodiscard]] double box_padding(double font_size);

/// Where a block of this height begins, units from the top.
[[nodiscard]] double title_top(const TitleArea& area, draft::TextPlace place, double height);

}  // namespace beatsync::render
