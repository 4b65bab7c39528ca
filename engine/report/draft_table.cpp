#include "report/draft_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "report/segment_facts.h"
#include "report/text.h"
#include "report/text_table.h"

namespace beatsync::report {
namespace {

constexpr std::size_t kWidestSource = 44;

constexpr TableColumn kColumns[] = {
    {"#", true},  {"frames", true}, {"time", true}, {"length", true}, {"source", false, kWidestSource},
    {"in", true}, {"beat", true},   {"", false}};
TableRow row_of(std::size_t number, const draft::Segment& segment, const draft::Draft& draft,
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

std::string track_table(std::size_t number, const draft::Track& track, const draft::Draft& draft) {
    std::string out = fmt::format("\nTrack {}: {}", number, kind_name(track.kind));
    if (!track.name.empty()) out += fmt::format(" \"{}\"", printable(track.name));
    out += fmt::format(", {} segment{}{}\n", track.segments.size(), track.segments.size() == 1 ? "" : "s",
                       track.duck ? ", ducked" : "");
    if (track.segments.empty()) return out;
    std::vector<TableRow> rows{head_of(kColumns)};
    for (std::size_t i = 0; i < track.segments.size(); ++i)
        rows.push_back(row_of(i + 1, track.segments[i], draft, track.kind));
    return out + lay_out(kColumns, rows);
}

}  // namespace

std::string draft_table(const draft::Draft& draft) {
    std::string out = headline(draft) + '\n';
    for (std::size_t i = 0; i < draft.tracks.size(); ++i)
        out += track_table(i + 1, draft.tracks[i], draft);
    return out;
}

}  // namespace beatsync::report
