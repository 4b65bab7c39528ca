#pragma once

#include <map>
#include <string>
#include <string_view>

#include "draft/draft.h"
#include "report/preview_html.h"
#include "report/thumbnails.h"

// The parts of the preview page. All return markup with everything from the draft escaped.
namespace beatsync::report {

/// Segments beyond these (of all tracks together) are counted, not shown: a page of 100,000 opens nowhere.
inline constexpr std::size_t kMostShownSegments = 2000;

/// What the parts are made from.
struct Page {
    const draft::Draft& draft;
    const PreviewOptions& options;
    const Thumbnails& thumbnails;
    std::map<std::string, int, std::less<>> hues;  ///< a colour for each source, 0 to 359

    Page(const draft::Draft& d, const PreviewOptions& o, const Thumbnails& t);

    [[nodiscard]] int hue(const draft::Segment& segment) const;
    /// How many of the track's segments are shown.
    [[nodiscard]] std::size_t shown(std::size_t track) const;
    /// "s1-3": the anchor of the first track's third segment.
    [[nodiscard]] static std::string anchor(std::size_t track, std::size_t segment);
};

/// The file's name of a path, or the text, or "gap".
[[nodiscard]] std::string short_name(const draft::Segment& segment);

[[nodiscard]] std::string_view style_sheet();
[[nodiscard]] std::string timeline_markup(const Page& page);
[[nodiscard]] std::string cards_markup(const Page& page);

}  // namespace beatsync::report
