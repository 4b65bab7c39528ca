#include "interchange/jams.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "draft/json_guard.h"
#include "interchange/annotation.h"
#include "interchange/beat_files.h"

namespace beatsync::interchange {
namespace {

using nlohmann::json;

constexpr draft::JsonLimits kLimits{kMaxAnnotationBytes, 32, 4'000'000};
constexpr double kMostSeconds = 1e6;
constexpr double kMostPosition = 255;

/// Python writes NaN and Infinity, which JSON does not have, for numbers that are not known: they become
/// null. The words inside strings stay.
std::string without_nan(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') quoted = !quoted;
        if (quoted && c == '\\' && i + 1 < text.size()) {
            out += text.substr(i++, 2);
            continue;
        }
        bool replaced = false;
        for (const std::string_view word : {"NaN", "-Infinity", "Infinity"}) {
            if (quoted || replaced || text.substr(i, word.size()) != word) continue;
            out += "null";
            i += word.size() - 1;
            replaced = true;
        }
        if (!replaced) out += c;
    }
    return out;
}

/// A member, or null where there is none.
const json& member(const json& object, const char* key) {
    static const json kNull;
    if (!object.is_object()) return kNull;
    const auto found = object.find(key);
    return found == object.end() ? kNull : *found;
}

std::optional<double> number(const json& value) {
    if (!value.is_number()) return std::nullopt;
    const double n = value.get<double>();
    return std::isfinite(n) ? std::optional(n) : std::nullopt;
}

struct Observation {
    const json& time;
    const json& value;
    const json& confidence;
};

std::size_t count_observations(const json& data) {
    return data.is_array() ? data.size() : member(data, "time").size();
}

/// A list of objects, or, as the first versions wrote it, an object of lists.
Observation observation(const json& data, std::size_t i) {
    static const json kNull;
    if (data.is_array())
        return {member(data[i], "time"), member(data[i], "value"), member(data[i], "confidence")};
    const auto of = [&](const char* key) -> const json& {
        const json& list = member(data, key);
        return list.is_array() && i < list.size() ? list[i] : kNull;
    };
    return {of("time"), of("value"), of("confidence")};
}

/// Where the position in the bar is: in an object, or it is the value itself; none where it is not known.
std::optional<double> position_of(const json& value) {
    return number(value.is_object() ? member(value, "position") : value);
}

Result<BeatLine> read_beat(const Observation& seen) {
    const auto seconds = number(seen.time);
    if (!seconds || std::abs(*seconds) > kMostSeconds)
        return fail(Errc::input, "its time is no number of seconds");
    const double position = position_of(seen.value).value_or(0);
    if (position < 0 || position > kMostPosition || position != std::floor(position))
        return fail(Errc::input, fmt::format("{} is not a position in a bar", position));
    return BeatLine{*seconds, static_cast<std::uint8_t>(position), 1};
}

Result<std::vector<BeatLine>> read_beats_of(const json& annotation, std::size_t index) {
    const json& data = member(annotation, "data");
    const std::size_t count = count_observations(data);
    if (count > kMaxBeats) return fail(Errc::input, fmt::format("more than {} beats", kMaxBeats));
    std::vector<BeatLine> beats;
    for (std::size_t i = 0; i < count; ++i) {
        auto beat = read_beat(observation(data, i));
        if (!beat)
            return fail_in(fmt::format("annotation {}, beat {}", index + 1, i + 1), std::move(beat).error());
        beats.push_back(*beat);
    }
    return beats;
}

/// The first annotation in this namespace.
std::optional<std::size_t> find_annotation(const json& annotations, std::string_view name_space) {
    for (std::size_t i = 0; i < annotations.size(); ++i) {
        const json& name = member(annotations[i], "namespace");
        if (name.is_string() && name.get_ref<const std::string&>() == name_space) return i;
    }
    return std::nullopt;
}

std::optional<double> read_tempo_of(const json& annotations) {
    const auto index = find_annotation(annotations, "tempo");
    if (!index) return std::nullopt;
    const json& data = member(annotations[*index], "data");
    std::optional<double> tempo;
    double most = -1;
    for (std::size_t i = 0; i < count_observations(data); ++i) {
        const Observation seen = observation(data, i);
        const auto bpm = number(seen.value);
        const double confidence = number(seen.confidence).value_or(0);
        if (!bpm || *bpm <= 0 || confidence <= most) continue;
        tempo = bpm;
        most = confidence;
    }
    return tempo;
}

}  // namespace

Result<JamsBeats> read_jams(std::string_view text) {
    const std::string mended = without_nan(text);
    BEATSYNC_CHECK(draft::check_json(mended, kLimits));
    const json document = json::parse(mended, nullptr, false);
    const json& annotations = member(document, "annotations");
    if (!annotations.is_array())
        return fail(Errc::input, "JSON, but not JAMS: it has no list of annotations");
    auto index = find_annotation(annotations, "beat_position");
    if (!index) index = find_annotation(annotations, "beat");
    if (!index) return fail(Errc::input, "no annotation of beats in it (namespaces beat and beat_position)");
    JamsBeats result;
    BEATSYNC_TRY(result.beats, read_beats_of(annotations[*index], *index));
    result.tempo_bpm = read_tempo_of(annotations);
    return result;
}

}  // namespace beatsync::interchange
