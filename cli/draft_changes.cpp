#include "cli/draft_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "cli/console.h"
#include "cli/json_document.h"
#include "cli/recipe.h"
#include "draft/draft_json.h"
#include "draft/edit.h"

namespace beatsync::cli {
namespace {

using draft::Draft;
using draft::Segment;

std::string file_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string shows(const Segment& piece) {
    if (piece.is_gap()) return "nothing";
    if (piece.still) return file_name(piece.source);
    return fmt::format("{} from {}", file_name(piece.source), format_time(piece.in));
}

std::string when(const Segment& piece, Rate fps) {
    return fmt::format("{}-{}", format_time(fps.time_of(piece.frames.begin)),
                       format_time(fps.time_of(piece.frames.end)));
}

/// What is different in a piece besides its time and its footage.
bool looks_the_same(Segment a, const Segment& b) {
    a.frames = b.frames;
    a.source = b.source;
    a.in = b.in;
    a.still = b.still;
    a.beat = b.beat;
    a.locked = b.locked;
    return a == b;
}

std::vector<Segment> pieces_in(const Draft& draft) {
    const auto track = draft::track_of_pieces(draft);
    return track ? draft::pieces_of(draft, *track) : std::vector<Segment>();
}

/// Pieces of the two drafts that are the same one: in order where as many are there, else by their first
/// frame.
void compare_pieces(const Draft& before, const Draft& after, std::vector<std::string>& lines) {
    const std::vector<Segment> was = pieces_in(before);
    const std::vector<Segment> now = pieces_in(after);
    const Rate old_rate = before.canvas.fps;
    const Rate rate = after.canvas.fps;
    std::map<std::int64_t, std::size_t> by_begin;
    for (std::size_t i = 0; i < was.size(); ++i)
        by_begin[rate.nearest_index(old_rate.time_of(was[i].frames.begin))] = i;
    std::vector<bool> seen(was.size(), false);
    for (std::size_t i = 0; i < now.size(); ++i) {
        const auto found = by_begin.find(now[i].frames.begin);
        const bool in_order = was.size() == now.size();
        if (!in_order && found == by_begin.end()) {
            lines.push_back(
                fmt::format("piece {} ({}) is new: {}", i + 1, when(now[i], rate), shows(now[i])));
            continue;
        }
        const std::size_t j = in_order ? i : found->second;
        seen[j] = true;
        const Segment& old = was[j];
        std::string what;
        const auto add = [&](const std::string& text) { what += (what.empty() ? "" : ", ") + text; };
        if (when(old, old_rate) != when(now[i], rate)) add(fmt::format("was {}", when(old, old_rate)));
        // A cut that moves takes the in-point along: the same moments are at the same times.
        const bool rolled =
            old.source == now[i].source &&
            now[i].in - old.in == rate.time_of(now[i].frames.begin) - old_rate.time_of(old.frames.begin);
        if (shows(old) != shows(now[i]) && !rolled)
            add(fmt::format("{} instead of {}", shows(now[i]), shows(old)));
        if (old.locked != now[i].locked) add(now[i].locked ? "locked" : "unlocked");
        if (!looks_the_same(old, now[i])) add("looks or sounds otherwise");
        if (!what.empty()) lines.push_back(fmt::format("piece {} ({}): {}", i + 1, when(now[i], rate), what));
    }
    for (std::size_t j = 0; j < was.size(); ++j)
        if (!seen[j]) lines.push_back(fmt::format("gone: {} ({})", shows(was[j]), when(was[j], old_rate)));
}

std::string titles_of(const Draft& draft) {
    std::string titles;
    for (const draft::Track& track : draft.tracks)
        for (const Segment& segment : track.segments)
            if (!segment.text.empty())
                titles += fmt::format("{}\"{}\"", titles.empty() ? "" : ", ", segment.text);
    return titles.empty() ? "none" : titles;
}

std::string music_of(const Draft& draft) {
    const auto track = std::ranges::find(draft.tracks, draft::TrackKind::audio, &draft::Track::kind);
    if (track == draft.tracks.end() || track->segments.empty()) return "none";
    const Segment& first = track->segments.front();
    return fmt::format("{} from {} at {:.0f}%{}", file_name(first.source), format_time(first.in),
                       100 * std::pow(10, first.level.gain_db / 20), track->duck ? ", ducked" : "");
}

std::string canvas_of(const Draft& draft) {
    return fmt::format("{}x{} at {:.5g} fps", draft.canvas.width, draft.canvas.height,
                       draft.canvas.fps.value());
}

std::string length_of(const Draft& draft) {
    return format_time(draft.canvas.fps.time_of(draft.length_frames()));
}

std::string options_of(const Draft& draft) {
    if (!draft.recipe) return "nothing known";
    return draft.recipe->options.empty() ? "no options"
                                         : fmt::format("{}", fmt::join(draft.recipe->options, " "));
}

std::vector<std::string> lines_of(const Draft& before, const Draft& after) {
    std::vector<std::string> lines;
    const auto compare_by = [&](const char* what, std::string (*of)(const Draft&)) {
        if (of(before) != of(after))
            lines.push_back(fmt::format("{}: {}, was {}", what, of(after), of(before)));
    };
    compare_by("canvas", canvas_of);
    compare_by("length", length_of);
    compare_pieces(before, after, lines);
    compare_by("music", music_of);
    compare_by("title", titles_of);
    compare_by("planned with", options_of);
    return lines;
}

Draft without_recipe(Draft draft) {
    draft.recipe.reset();
    return draft;
}

Json fields_of(const DraftComparison& comparison) {
    Json json = {{"same", comparison.same}, {"summary", comparison.sentence}, {"changes", Json::array()}};
    for (const std::string& line : comparison.lines)
        json["changes"].push_back(line);
    return json;
}

}  // namespace

Result<DraftComparison> compare(const Draft& before, const Draft& after) {
    DraftComparison comparison;
    BEATSYNC_TRY(comparison.changes, draft::compare_drafts(draft::to_json(without_recipe(before)),
                                                           draft::to_json(without_recipe(after))));
    comparison.sentence = draft::describe_changes(comparison.changes);
    comparison.lines = lines_of(before, after);
    comparison.same = before == after;
    return comparison;
}

std::string comparison_text(const DraftComparison& comparison) {
    if (comparison.same) return "No difference.\n";
    std::string text = comparison.sentence.empty() ? "" : one_line(comparison.sentence) + "\n";
    for (const std::string& line : comparison.lines)
        text += "  " + one_line(line) + "\n";
    return text.empty() ? "They differ in what no viewer would notice.\n" : text;
}

std::string comparison_json(const DraftComparison& comparison) {
    return document(fields_of(comparison));
}

std::string versions_json(const std::string& draft, const std::vector<pipeline::Version>& versions) {
    Json list = Json::array();
    for (const pipeline::Version& version : versions) {
        const auto file = pipeline::version_file(draft, version.number);
        list.push_back({{"version", version.number},
                        {"from", version.from},
                        {"did", version.did},
                        {"current", version.current},
                        {"file", file ? file->string() : std::string()}});
    }
    return document({{"draft", draft}, {"versions", std::move(list)}});
}

std::string edit_json(const std::string& output, const Draft& draft, const DraftComparison& comparison,
                      const EditedDraft* edited, int version) {
    Json json = {{"output", output},
                 {"width", draft.canvas.width},
                 {"height", draft.canvas.height},
                 {"frames", draft.length_frames()},
                 {"seconds", draft.canvas.fps.time_of(draft.length_frames()).seconds()}};
    json.update(fields_of(comparison));
    if (version > 0) json["version"] = version;
    json["notes"] = edited != nullptr ? Json(edited->notes) : Json::array();
    json["left_out"] = edited != nullptr ? Json(edited->left_out) : Json::array();
    return document(json);
}

}  // namespace beatsync::cli
