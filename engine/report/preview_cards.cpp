#include <fmt/format.h>

#include <filesystem>
#include <iterator>

#include "report/preview_page.h"
#include "report/segment_facts.h"
#include "report/text.h"

namespace beatsync::report {
namespace {

/// The part of the picture that the canvas keeps, as near as SVG's nine anchors come to it.
std::string aspect(const draft::Framing& framing) {
    const auto anchor = [](double focus) { return focus < 0.34 ? "Min" : focus > 0.66 ? "Max" : "Mid"; };
    if (framing.fit != draft::Fit::crop) return "xMidYMid meet";
    return fmt::format("x{}Y{} slice", anchor(framing.focus_x), anchor(framing.focus_y));
}

std::string picture_markup(const Page& page, std::size_t t, std::size_t s) {
    const auto& track = page.draft.tracks[t];
    const auto& segment = track.segments[s];
    const Thumbnail& picture = page.thumbnails[t][s];
    const std::string name = escape_markup(short_name(segment));
    if (!picture.uri.empty())
        return fmt::format(
            "<svg class=\"thumb\" role=\"img\" aria-label=\"First picture of {0}\" viewBox=\"0 0 {1} {2}\" "
            "preserveAspectRatio=\"{3}\"><image id=\"p{4}\" width=\"{1}\" height=\"{2}\" "
            "href=\"{5}\"/></svg>",
            name, picture.width, picture.height, aspect(segment.framing), Page::anchor(t, s), picture.uri);
    if (!picture.problem.empty())
        return fmt::format("<div class=\"thumb none\" title=\"{}\">cannot be read</div>",
                           escape_markup(picture.problem));
    const char* sign = segment.is_gap()                        ? "gap"
                       : track.kind == draft::TrackKind::audio ? "♪"
                       : track.kind == draft::TrackKind::text  ? "T"
                                                               : "no picture";
    return fmt::format("<div class=\"thumb none\" aria-hidden=\"true\">{}</div>", sign);
}

std::string card(const Page& page, std::size_t t, std::size_t s) {
    const auto& track = page.draft.tracks[t];
    const auto& segment = track.segments[s];
    const Rate fps = page.draft.canvas.fps;
    const Time begin = fps.time_of(segment.frames.begin), end = fps.time_of(segment.frames.end);
    std::string out = fmt::format("<li class=\"card\" id=\"{}\" style=\"--h:{}\">{}", Page::anchor(t, s),
                                  page.hue(segment), picture_markup(page, t, s));
    fmt::format_to(std::back_inserter(out),
                   "<p class=\"when\"><b>{}</b> {} <span>{:.3f} s</span></p>"
                   "<p class=\"name\" title=\"{}\"><bdi>{}</bdi></p>",
                   s + 1, format_time(begin), (end - begin).seconds(), escape_markup(what_it_shows(segment)),
                   escape_markup(short_name(segment)));
    out += fmt::format("<p class=\"what\">frames {}–{}", segment.frames.begin, segment.frames.end);
    if (!segment.source.empty() && !segment.still)
        out += fmt::format("<span>in {}</span>", format_time(segment.in));
    out += "</p><p class=\"chips\">";
    if (segment.beat) out += fmt::format("<span class=\"beat\">beat {}</span>", *segment.beat);
    for (const auto& detail : details(segment, track.kind))
        out += fmt::format("<span>{}</span>", escape_markup(detail));
    return out + "</p></li>\n";
}

std::string section(const Page& page, std::size_t t) {
    const auto& track = page.draft.tracks[t];
    const std::size_t shown = page.shown(t);
    std::string out = fmt::format("<section><h2>{} {}", t + 1, kind_name(track.kind));
    if (!track.name.empty()) out += fmt::format(" · <bdi>{}</bdi>", escape_markup(track.name));
    out += fmt::format(" <small>{} segment{}{}</small></h2>\n<ol class=\"cards {}\">\n",
                       track.segments.size(), track.segments.size() == 1 ? "" : "s",
                       track.duck ? ", ducked" : "", kind_name(track.kind));
    for (std::size_t s = 0; s < shown; ++s)
        out += card(page, t, s);
    out += "</ol>\n";
    if (shown < track.segments.size())
        out += fmt::format("<p>{} more segments are not shown.</p>\n", track.segments.size() - shown);
    return out + "</section>\n";
}

}  // namespace

std::string short_name(const draft::Segment& segment) {
    if (segment.is_gap()) return "gap";
    if (segment.source.empty()) return segment.text;
    const auto name = std::filesystem::path(segment.source).filename().string();
    return name.empty() ? segment.source : name;
}

std::string cards_markup(const Page& page) {
    std::string out;
    for (std::size_t t = 0; t < page.draft.tracks.size(); ++t)
        out += section(page, t);
    return out;
}

}  // namespace beatsync::report
