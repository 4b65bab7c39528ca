#include "report/preview_html.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "core/file.h"
#include "draft/summary.h"
#include "report/preview_page.h"
#include "report/segment_facts.h"
#include "report/text.h"

namespace beatsync::report {
namespace {

std::string fact(std::string_view name, std::string_view value) {
    return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", escape_markup(name), escape_markup(value));
}

/// Segments of the first video track, which is the picture that one sees.
const draft::Track* main_track(const draft::Draft& draft) {
    for (const auto& track : draft.tracks)
        if (track.kind == draft::TrackKind::video && !track.segments.empty()) return &track;
    return nullptr;
}

std::string cut_facts(const draft::Draft& draft, const draft::Track& track) {
    std::vector<std::int64_t> lengths;
    std::size_t on_beats = 0;
    for (const auto& segment : track.segments) {
        lengths.push_back(segment.frames.length());
        if (segment.beat) ++on_beats;
    }
    std::sort(lengths.begin(), lengths.end());
    const auto seconds = [&](std::int64_t frames) { return draft.canvas.fps.time_of(frames).seconds(); };
    return fact("Segments", fmt::format("{}", lengths.size())) +
           fact("Shot length",
                fmt::format("{:.2f}–{:.2f} s", seconds(lengths.front()), seconds(lengths.back()))) +
           fact("Median shot", fmt::format("{:.2f} s", seconds(lengths[lengths.size() / 2]))) +
           fact("Begin on a beat", fmt::format("{} of {}", on_beats, lengths.size()));
}

std::size_t unreadable(const Thumbnails& thumbnails) {
    std::size_t count = 0;
    for (const auto& row : thumbnails)
        for (const auto& thumbnail : row)
            if (!thumbnail.problem.empty()) ++count;
    return count;
}

std::string facts(const Page& page) {
    const draft::Draft& draft = page.draft;
    const auto& canvas = draft.canvas;
    std::string out = "<dl>\n";
    out += fact("Picture", fmt::format("{} × {}", canvas.width, canvas.height));
    out += fact("Frames a second", fmt::format("{:.5g}", canvas.fps.value()));
    out += fact("Length", format_time(canvas.fps.time_of(draft.length_frames())));
    if (const auto* track = main_track(draft)) out += cut_facts(draft, *track);
    if (draft.loudness_lufs) out += fact("Loudness", fmt::format("{:.3g} LUFS", *draft.loudness_lufs));
    if (const std::size_t count = unreadable(page.thumbnails); count > 0)
        out += fact("Cannot be read", fmt::format("{} segment{}", count, count == 1 ? "" : "s"));
    return out + "</dl>\n";
}

std::string sources_table(const Page& page) {
    struct Use {
        std::size_t segments = 0;
        std::int64_t frames = 0;
    };
    std::map<std::string_view, Use> uses;
    for (const auto& track : page.draft.tracks)
        for (const auto& segment : track.segments)
            if (!segment.source.empty()) {
                ++uses[segment.source].segments;
                uses[segment.source].frames += segment.frames.length();
            }
    if (uses.empty()) return {};
    std::string out =
        "<section><h2>Sources</h2>\n<table><thead><tr><th>File</th><th class=\"n\">Segments</th>"
        "<th class=\"n\">Used</th></tr></thead><tbody>\n";
    std::size_t shown = 0;
    for (const auto& [source, use] : uses) {
        if (++shown > kMostShownSegments) break;
        const auto hue = page.hues.find(source);
        fmt::format_to(std::back_inserter(out),
                       "<tr><td><span class=\"swatch\" style=\"--h:{}\"></span><bdi>{}</bdi></td><td "
                       "class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
                       hue == page.hues.end() ? 0 : hue->second, escape_markup(source), use.segments,
                       format_time(page.draft.canvas.fps.time_of(use.frames)));
    }
    return out + "</tbody></table></section>\n";
}

std::string head(const Page& page) {
    const auto& canvas = page.draft.canvas;
    return fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{}</title>\n<style>{}:root {{ --shape: {} / {}; }}\n</style>\n</head>\n",
        escape_markup(page.options.title), style_sheet(), canvas.width, canvas.height);
}

std::string footer(const draft::Draft& draft) {
    if (draft.generator.empty()) return {};
    return fmt::format("<footer>{}, seed {}</footer>\n", escape_markup(draft.generator), draft.seed);
}

}  // namespace

Page::Page(const draft::Draft& d, const PreviewOptions& o, const Thumbnails& t)
    : draft(d), options(o), thumbnails(t) {
    for (const auto& track : draft.tracks)
        for (const auto& segment : track.segments)
            if (!segment.source.empty())
                // Steps of the golden angle keep neighbours apart, however many there are.
                hues.try_emplace(segment.source, static_cast<int>(205 + hues.size() * 137) % 360);
}

int Page::hue(const draft::Segment& segment) const {
    const auto found = hues.find(segment.source);
    return found == hues.end() ? 265 : found->second;
}

std::size_t Page::shown(std::size_t track) const {
    std::size_t left = kMostShownSegments;
    for (std::size_t t = 0; t < track; ++t)
        left -= std::min(left, draft.tracks[t].segments.size());
    return std::min(left, draft.tracks[track].segments.size());
}

std::string Page::anchor(std::size_t track, std::size_t segment) {
    return fmt::format("s{}-{}", track + 1, segment + 1);
}

Result<std::string> preview_html(const draft::Draft& draft, const PreviewOptions& options,
                                 const RunContext& context) {
    BEATSYNC_TRY(const auto thumbnails, make_thumbnails(draft, options, context));
    const Page page(draft, options, thumbnails);
    std::string out = head(page);
    fmt::format_to(std::back_inserter(out),
                   "<body>\n<header><h1>{}</h1>\n<p class=\"summary\">{}</p></header>\n",
                   escape_markup(options.title), escape_markup(draft::summary_line(draft)));
    out += "<main>\n" + facts(page) + timeline_markup(page) + cards_markup(page) + sources_table(page);
    return out + "</main>\n" + footer(draft) + "</body>\n</html>\n";
}

Result<void> write_preview_html(const draft::Draft& draft, const PreviewOptions& options,
                                const std::filesystem::path& output, const RunContext& context) {
    BEATSYNC_TRY(const auto html, preview_html(draft, options, context));
    return write_file(output, html);
}

}  // namespace beatsync::report
