#include "report/draft_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "report/segment_facts.h"
#include "report/text.h"

namespace beatsync::report {
namespace {

constexpr std::size_t kWidestSource = 44;

struct Column {
    std::string_view title;
    bool right = false;  ///< numbers line up on the right
    std::size_t most = 64;
};
constexpr Column kColumns[] = {
    {"#", true},  {"frames", true}, {"time", true}, {"length", true}, {"source", false, kWidestSource},
    {"in", true}, {"beat", true},   {"", false}};
using Row = std::vector<std::string>;

Row row_of(std::size_t number, const draft::Segment& segment, const draft::Draft& draft,
           draft::TrackKind kind) {
    const Rate fps = draft.canvas.fps;
    const Time begin = fps.time_of(segment.frames.begin);
    const Time end = fps.time_of(segment.frames.end);
    const bool has_in = !segment.source.empty() && !segment.still;
    return {fmt::format("{}", number),
            fmt::format("{}-{}", segment.frames.begin, segment.frames.end),
            format_time(begin),
            fmt::format("{:.3f}", (end - begin).seconds()),
            printable(what_it_shows(segment)),
            has_in ? format_time(segment.in) : "",
            segment.beat ? fmt::format("{}", *segment.beat + 1) : "",
            printable(fmt::format("{}", fmt::join(details(segment, kind), ", ")))};
}

std::string pad(const std::string& text, std::size_t width, bool right) {
    const std::size_t columns = display_width(text);
    if (columns >= width) return fit_end(text, width);
    const std::string blank(width - columns, ' ');
    return right ? blank + text : text + blank;
}

std::string lay_out(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < std::size(kColumns); ++c) {
        std::size_t width = 0;
        for (const Row& row : rows)
            width = std::max(width, display_width(row[c]));
        widths.push_back(std::min(width, kColumns[c].most));
    }
    std::string out;
    for (const Row& row : rows) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c)
            line += "  " + (c + 1 == row.size() ? row[c] : pad(row[c], widths[c], kColumns[c].right));
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

std::string track_table(std::size_t number, const draft::Track& track, const draft::Draft& draft) {
    std::string out = fmt::format("\nTrack {}: {}", number, kind_name(track.kind));
    if (!track.name.empty()) out += fmt::format(" \"{}\"", printable(track.name));
    out += fmt::format(", {} segment{}{}\n", track.segments.size(), track.segments.size() == 1 ? "" : "s",
                       track.duck ? ", ducked" : "");
    if (track.segments.empty()) return out;
    Row head;
    for (const Column& column : kColumns)
        head.emplace_back(column.title);
    std::vector<Row> rows{std::move(head)};
    for (std::size_t i = 0; i < track.segments.size(); ++i)
        rows.push_back(row_of(i + 1, track.segments[i], draft, track.kind));
    return out + lay_out(rows);
}

}  // namespace

std::string draft_table(const draft::Draft& draft) {
    std::string out = headline(draft) + '\n';
    for (std::size_t i = 0; i < draft.tracks.size(); ++i)
        out += track_table(i + 1, draft.tracks[i], draft);
    return out;
}

}  // namespace beatsync::report
