#include "cli/draft_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

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

/// Which piece of `was` each of `now` is: in order where as many are there, else by what it shows, then by
/// when.
std::vector<std::optional<std::size_t>> partners(const std::vector<Segment>& was,
                                                 const std::vector<Segment>& now) {
    std::vector<std::optional<std::size_t>> partner(now.size());
    if (was.size() == now.size()) {
        for (std::size_t i = 0; i < now.size(); ++i)
            partner[i] = i;
        return partner;
    }
    std::vector<bool> taken(was.size(), false);
    const auto match = [&](std::size_t i, const auto& same) {
        for (std::size_t j = 0; j < was.size() && !partner[i]; ++j)
            if (!taken[j] && same(was[j], now[i])) partner[i] = j;
        if (partner[i]) taken[*partner[i]] = true;
    };
    for (std::size_t i = 0; i < now.size(); ++i)
        match(i, [](const Segment& a, const Segment& b) { return a.source == b.source && a.in == b.in; });
    for (std::size_t i = 0; i < now.size(); ++i)
        if (!partner[i])
            match(i, [](const Segment& a, const Segment& b) { return a.frames.begin == b.frames.begin; });
    return partner;
}

std::string changes_of(const Segment& old, const Segment& now, Rate old_rate, Rate rate) {
    std::string what;
    const auto add = [&](const std::string& text) { what += (what.empty() ? "" : ", ") + text; };
    if (when(old, old_rate) != when(now, rate)) add(fmt::format("was {}", when(old, old_rate)));
    // A cut that moves takes the in-point along: the same moments are at the same times.
    const Time shift = rate.time_of(now.frames.begin) - old_rate.time_of(old.frames.begin);
    const bool rolled = old.source == now.source && now.in - old.in == shift;
    if (shows(old) != shows(now) && !rolled) add(fmt::format("{} instead of {}", shows(now), shows(old)));
    if (old.locked != now.locked) add(now.locked ? "locked" : "unlocked");
    if (!looks_the_same(old, now)) add("looks or sounds otherwise");
    return what;
}

void compare_pieces(const Draft& before, const Draft& after, std::vector<std::string>& lines) {
    const std::vector<Segment> was = pieces_in(before);
    const std::vector<Segment> now = pieces_in(after);
    const Rate old_rate = before.canvas.fps;
    const Rate rate = after.canvas.fps;
    const auto partner = partners(was, now);
    std::vector<bool> left(was.size(), true);
    for (std::size_t i = 0; i < now.size(); ++i) {
        const std::string name = fmt::format("piece {} ({})", i + 1, when(now[i], rate));
        if (!partner[i]) {
            lines.push_back(fmt::format("{} is new: {}", name, shows(now[i])));
            continue;
        }
        left[*partner[i]] = false;
        const std::string what = changes_of(was[*partner[i]], now[i], old_rate, rate);
        if (!what.empty()) lines.push_back(fmt::format("{}: {}", name, what));
    }
    for (std::size_t j = 0; j < was.size(); ++j)
        if (left[j]) lines.push_back(fmt::format("gone: {} ({})", shows(was[j]), when(was[j], old_rate)));
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

std::string edit_text(const DraftComparison& comparison) {
    constexpr std::size_t kFew = 12;
    if (comparison.same) return "  nothing has changed\n";
    if (comparison.lines.size() > kFew && !comparison.sentence.empty())
        return "  " + one_line(comparison.sentence) + "\n";
    std::string text;
    for (const std::string& line : comparison.lines)
        text += "  " + one_line(line) + "\n";
    return text;
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
