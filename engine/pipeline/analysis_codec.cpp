#include "pipeline/analysis_codec.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace beatsync {

using Json = nlohmann::json;

// Records are arrays, not objects: a two-hour clip has 30,000 moments, and their keys would be most of the
// entry. kAnalysisVersion changes with the layout. Found by argument-dependent lookup, so in the types'
// spaces.

static void to_json(Json& j, const Time& t) {
    j = t.us;
}
static void from_json(const Json& j, Time& t) {
    t.us = j.get<std::int64_t>();
}
static void to_json(Json& j, const TimeRange& r) {
    j = Json::array({r.begin, r.end});
}
static void from_json(const Json& j, TimeRange& r) {
    j.at(0).get_to(r.begin);
    j.at(1).get_to(r.end);
}
static void to_json(Json& j, const Rate& r) {
    j = Json::array({r.num, r.den});
}
static void from_json(const Json& j, Rate& r) {
    j.at(0).get_to(r.num);
    j.at(1).get_to(r.den);
}
static void to_json(Json& j, const VideoInfo& v) {
    j = Json::array({v.codec, v.width, v.height, v.coded_width, v.coded_height, v.rotation_degrees,
                     v.mirrored, v.rate, v.variable_rate, v.interlaced, v.dynamic_range, v.duration, v.frames,
                     v.loop});
}
static void from_json(const Json& j, VideoInfo& v) {
    j.at(0).get_to(v.codec);
    j.at(1).get_to(v.width);
    j.at(2).get_to(v.height);
    j.at(3).get_to(v.coded_width);
    j.at(4).get_to(v.coded_height);
    j.at(5).get_to(v.rotation_degrees);
    j.at(6).get_to(v.mirrored);
    j.at(7).get_to(v.rate);
    j.at(8).get_to(v.variable_rate);
    j.at(9).get_to(v.interlaced);
    j.at(10).get_to(v.dynamic_range);
    j.at(11).get_to(v.duration);
    j.at(12).get_to(v.frames);
    j.at(13).get_to(v.loop);
}
static void to_json(Json& j, const AudioInfo& a) {
    j = Json::array({a.codec, a.sample_rate, a.channels, a.start, a.duration});
}
static void from_json(const Json& j, AudioInfo& a) {
    j.at(0).get_to(a.codec);
    j.at(1).get_to(a.sample_rate);
    j.at(2).get_to(a.channels);
    j.at(3).get_to(a.start);
    j.at(4).get_to(a.duration);
}

template <class T>
static Json optional_json(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}
template <class T>
static std::optional<T> optional_from(const Json& j) {
    if (j.is_null()) return std::nullopt;
    return j.get<T>();
}

static void to_json(Json& j, const MediaInfo& m) {
    j = Json::array({m.container, m.kind, optional_json(m.video), optional_json(m.audio), m.duration});
}
static void from_json(const Json& j, MediaInfo& m) {
    j.at(0).get_to(m.container);
    j.at(1).get_to(m.kind);
    m.video = optional_from<VideoInfo>(j.at(2));
    m.audio = optional_from<AudioInfo>(j.at(3));
    j.at(4).get_to(m.duration);
}

namespace music {

static void to_json(Json& j, const Beat& b) {
    j = Json::array({b.at, b.strength, b.position_in_bar});
}
static void from_json(const Json& j, Beat& b) {
    j.at(0).get_to(b.at);
    j.at(1).get_to(b.strength);
    j.at(2).get_to(b.position_in_bar);
}
static void to_json(Json& j, const Section& s) {
    j = Json::array({s.range, s.label, s.energy});
}
static void from_json(const Json& j, Section& s) {
    j.at(0).get_to(s.range);
    j.at(1).get_to(s.label);
    j.at(2).get_to(s.energy);
}

static void to_json(Json& j, const Character& c) {
    j = Json::array({c.brightness_hz, c.onsets_a_second, c.mode});
}
static void from_json(const Json& j, Character& c) {
    j.at(0).get_to(c.brightness_hz);
    j.at(1).get_to(c.onsets_a_second);
    j.at(2).get_to(c.mode);
}

}  // namespace music

namespace footage {

static void to_json(Json& j, const Look& l) {
    j = Json::array({l.brightness, l.colourfulness});
}
static void from_json(const Json& j, Look& l) {
    j.at(0).get_to(l.brightness);
    j.at(1).get_to(l.colourfulness);
}

static void to_json(Json& j, const Shot& s) {
    j = Json::array({s.range, s.first_frame, s.end_frame, s.cut_score, s.motion, s.sharpness, s.exposure});
}
static void from_json(const Json& j, Shot& s) {
    j.at(0).get_to(s.range);
    j.at(1).get_to(s.first_frame);
    j.at(2).get_to(s.end_frame);
    j.at(3).get_to(s.cut_score);
    j.at(4).get_to(s.motion);
    j.at(5).get_to(s.sharpness);
    j.at(6).get_to(s.exposure);
}
static void to_json(Json& j, const Transition& t) {
    j = Json::array({t.range, t.first_frame, t.end_frame, t.kind, t.score});
}
static void from_json(const Json& j, Transition& t) {
    j.at(0).get_to(t.range);
    j.at(1).get_to(t.first_frame);
    j.at(2).get_to(t.end_frame);
    j.at(3).get_to(t.kind);
    j.at(4).get_to(t.score);
}
static void to_json(Json& j, const Flaw& f) {
    j = Json::array({f.range, f.defect});
}
static void from_json(const Json& j, Flaw& f) {
    j.at(0).get_to(f.range);
    j.at(1).get_to(f.defect);
}
static void to_json(Json& j, const Moment& m) {
    j = Json::array({m.at, m.motion, m.sharpness, m.exposure, m.focus.x, m.focus.y, m.focus.certainty});
}
static void from_json(const Json& j, Moment& m) {
    j.at(0).get_to(m.at);
    j.at(1).get_to(m.motion);
    j.at(2).get_to(m.sharpness);
    j.at(3).get_to(m.exposure);
    j.at(4).get_to(m.focus.x);
    j.at(5).get_to(m.focus.y);
    j.at(6).get_to(m.focus.certainty);
}
static void to_json(Json& j, const VisualBeat& b) {
    j = Json::array({b.at, b.strength});
}
static void from_json(const Json& j, VisualBeat& b) {
    j.at(0).get_to(b.at);
    j.at(1).get_to(b.strength);
}

}  // namespace footage

namespace pipeline {
namespace {

std::string to_bytes(const Json& json) {
    std::string bytes;
    Json::to_cbor(json, bytes);
    return bytes;
}

/// Runs `read` on the parsed bytes; none when they are not CBOR or not of the shape that it expects.
template <class Read>
auto parse(std::string_view bytes, Read read) -> std::optional<decltype(read(Json()))> {
    try {
        return read(Json::from_cbor(bytes));
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace

std::string encode(const music::MusicMap& map) {
    const auto& grid = map.grid;
    return to_bytes(Json::array({grid.duration, grid.tempo_bpm, grid.confidence, grid.beats, map.sections,
                                 map.beat_energy, map.loudness_lufs, map.true_peak_dbtp, map.character}));
}

std::optional<music::MusicMap> decode_music(std::string_view bytes) {
    return parse(bytes, [](const Json& j) {
        music::MusicMap map;
        j.at(0).get_to(map.grid.duration);
        j.at(1).get_to(map.grid.tempo_bpm);
        j.at(2).get_to(map.grid.confidence);
        j.at(3).get_to(map.grid.beats);
        j.at(4).get_to(map.sections);
        j.at(5).get_to(map.beat_energy);
        j.at(6).get_to(map.loudness_lufs);
        j.at(7).get_to(map.true_peak_dbtp);
        j.at(8).get_to(map.character);
        return map;
    });
}

std::string encode(const DecodedClip& clip) {
    const footage::ClipMap& map = clip.map;
    return to_bytes(Json::array({map.media, map.shots, map.flaws, map.moments, map.visual_beats,
                                 clip.truncated, map.look, map.transitions, map.keyframes, clip.whole_at}));
}

std::optional<DecodedClip> decode_clip(std::string_view bytes) {
    return parse(bytes, [](const Json& j) {
        DecodedClip clip;
        j.at(0).get_to(clip.map.media);
        j.at(1).get_to(clip.map.shots);
        j.at(2).get_to(clip.map.flaws);
        j.at(3).get_to(clip.map.moments);
        j.at(4).get_to(clip.map.visual_beats);
        j.at(5).get_to(clip.truncated);
        j.at(6).get_to(clip.map.look);
        j.at(7).get_to(clip.map.transitions);
        j.at(8).get_to(clip.map.keyframes);
        j.at(9).get_to(clip.whole_at);
        return clip;
    });
}

}  // namespace pipeline
}  // namespace beatsync
