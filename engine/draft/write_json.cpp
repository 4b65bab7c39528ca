#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "draft/draft_json.h"
#include "draft/json_keys.h"
#include "draft/json_words.h"
#include "draft/text.h"

namespace beatsync::draft {
namespace {

using nlohmann::json;

json other_keys(const std::string& extra) {
    return extra.empty() ? json::object() : json::parse(extra);
}

json pair_of(double x, double y) {
    return json::array({x, y});
}
json triple_of(const View& view) {
    return json::array({view.zoom, view.x, view.y});
}

/// JSON strings are UTF-8, file names are any bytes: those that are not UTF-8 are written in hexadecimal.
void put_source(json& m, const std::string& source) {
    if (source.empty()) return;
    if (is_utf8(source)) {
        m["source"] = source;
    } else {
        m["source_hex"] = to_hex(source);
    }
}

void put_framing(json& m, const Framing& framing) {
    const Framing plain;
    if (framing.fit != plain.fit) m["fit"] = word_of(kFits, framing.fit);
    if (framing.focus_x != plain.focus_x || framing.focus_y != plain.focus_y)
        m["focus"] = pair_of(framing.focus_x, framing.focus_y);
    if (framing.from != plain.from) m["view_from"] = triple_of(framing.from);
    if (framing.to != plain.to) m["view_to"] = triple_of(framing.to);
}

void put_level(json& m, const Level& level) {
    if (level.gain_db != 0) m["gain_db"] = level.gain_db;
    if (level.fade_in != Time{}) m["fade_in_us"] = level.fade_in.us;
    if (level.fade_out != Time{}) m["fade_out_us"] = level.fade_out.us;
}

void put_motion(json& m, const Segment& segment) {
    for (const RetimePoint& point : segment.retime)
        m["retime_us"].push_back(json::array({point.out.us, point.in.us}));
    if (segment.blend) m["blend"] = true;
    if (segment.transition.kind != TransitionKind::cut)
        m["transition"] = word_of(kTransitions, segment.transition.kind);
    if (segment.transition.frames != 0) m["transition_frames"] = segment.transition.frames;
    for (const Accent& accent : segment.accents) {
        m["accents"].push_back({{"kind", word_of(kAccents, accent.kind)},
                                {"frame", accent.frame},
                                {"frames", accent.frames},
                                {"amount", accent.amount}});
    }
}

void put_text(json& m, const Segment& segment) {
    const TextStyle plain;
    const TextStyle& style = segment.style;
    if (!segment.text.empty()) m["text"] = segment.text;
    if (style.place != plain.place) m["place"] = word_of(kPlaces, style.place);
    if (style.decoration != plain.decoration) m["decoration"] = word_of(kDecorations, style.decoration);
    if (style.size_pct != 0) m["size_pct"] = style.size_pct;
    if (!style.colour.empty()) m["colour"] = style.colour;
    if (!style.font.empty()) m["font"] = style.font;
}

/// Keys at their default are left out, so that what a person reads is what was decided.
json meta_of(const Segment& segment) {
    json m = other_keys(segment.extra_meta);
    put_source(m, segment.source);
    if (segment.in != Time{} || (!segment.source.empty() && !segment.still)) m["in_us"] = segment.in.us;
    if (segment.still) m["still"] = true;
    if (segment.sound) m["sound"] = true;
    put_framing(m, segment.framing);
    put_motion(m, segment);
    put_level(m, segment.level);
    if (segment.tempo != 1) m["tempo"] = segment.tempo;
    put_text(m, segment);
    if (segment.beat) m["beat"] = *segment.beat;
    if (segment.locked) m["locked"] = true;
    return m;
}

json meta_of(const Track& track) {
    json m = other_keys(track.extra_meta);
    if (!track.name.empty()) m["name"] = track.name;
    if (track.duck) m["duck"] = true;
    return m;
}

json meta_of(const Draft& draft) {
    json m = other_keys(draft.extra_meta);
    const Rate fps = draft.canvas.fps;
    m["format"] = kDraftFormat;
    m["width_px"] = draft.canvas.width;
    m["height_px"] = draft.canvas.height;
    m["fps"] = fps.den == 1 ? fmt::format("{}", fps.num) : fmt::format("{}/{}", fps.num, fps.den);
    if (draft.loudness_lufs) m["loudness_lufs"] = *draft.loudness_lufs;
    if (!draft.generator.empty()) m["generator"] = draft.generator;
    if (draft.seed != 0) m["seed"] = draft.seed;
    if (draft.recipe)
        m["recipe"] = {
            {"song", draft.recipe->song}, {"clips", draft.recipe->clips}, {"options", draft.recipe->options}};
    return m;
}

std::int64_t position_ms(std::int64_t frame, Rate fps) {
    return mul_div(fps.time_of(frame).us, 1, 1000);
}

json to_tree(const Segment& segment, Rate fps) {
    json tree = other_keys(segment.extra);
    tree["d"] = position_ms(segment.frames.end, fps) - position_ms(segment.frames.begin, fps);
    if (json m = meta_of(segment); !m.empty()) tree["m"] = std::move(m);
    return tree;
}

/// The members of an object without its closing brace, so that one more can follow.
std::string opened(const json& object) {
    std::string text = object.dump();
    text.pop_back();
    if (text.size() > 1) text += ',';
    return text;
}

void write_track(std::string& out, const Track& track, Rate fps) {
    json head = other_keys(track.extra);
    head["tt"] = static_cast<int>(track.kind);
    if (json m = meta_of(track); !m.empty()) head["m"] = std::move(m);
    out += opened(head);
    out += "\"sg\":[";
    for (std::size_t i = 0; i < track.segments.size(); ++i) {
        out += i == 0 ? "\n  " : ",\n  ";
        out += to_tree(track.segments[i], fps).dump();
    }
    out += "]}";
}

}  // namespace

std::string to_json(const Draft& draft) {
    json head = other_keys(draft.extra);
    head["m"] = meta_of(draft);
    std::string out = opened(head);
    out += "\n\"t\":[";
    for (std::size_t i = 0; i < draft.tracks.size(); ++i) {
        out += i == 0 ? "\n " : ",\n ";
        write_track(out, draft.tracks[i], draft.canvas.fps);
    }
    out += "]}\n";
    return out;
}

}  // namespace beatsync::draft
