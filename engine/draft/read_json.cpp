#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "draft/draft_json.h"
#include "draft/json_guard.h"
#include "draft/json_keys.h"
#include "draft/json_words.h"
#include "draft/text.h"

namespace beatsync::draft {
namespace {

using nlohmann::json;

/// JSON (and JSON Schema) know no difference between 2 and 2.0. Beyond 2^53 a double no longer says which
/// integer is meant.
std::optional<std::int64_t> as_integer(const json& value) {
    if (value.is_number_unsigned()) {
        const auto u = value.get<std::uint64_t>();
        constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        return u <= kMax ? std::optional(static_cast<std::int64_t>(u)) : std::nullopt;
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_number_float()) return std::nullopt;
    const double d = value.get<double>();
    constexpr double kExact = 9007199254740992.0;
    if (std::abs(d) > kExact || std::trunc(d) != d) return std::nullopt;
    return static_cast<std::int64_t>(d);
}

/// Takes the known keys out of one JSON object; what is left is other programs'. The first wrong type is
/// remembered and reading goes on with the default, so that a reader is a plain list of its keys.
class ObjectReader {
public:
    ObjectReader(json value, std::string where, std::optional<Error>& error)
        : value_(std::move(value)), where_(std::move(where)), error_(error) {
        if (value_.is_object()) return;
        set_error(where_.empty() ? "draft" : where_, "must be an object");
        value_ = json::object();
    }

    std::int64_t integer(std::string_view key, std::int64_t otherwise) {
        const auto value = take(key);
        if (!value) return otherwise;
        const auto number = as_integer(*value);
        if (!number) reject(key, "must be a whole number");
        return number.value_or(otherwise);
    }
    std::uint64_t unsigned_integer(std::string_view key, std::uint64_t otherwise) {
        const auto value = take(key);
        if (!value) return otherwise;
        if (value->is_number_unsigned()) return value->get<std::uint64_t>();
        const auto number = as_integer(*value);
        if (number && *number >= 0) return static_cast<std::uint64_t>(*number);
        reject(key, "must be a whole number from 0 to 2^64-1");
        return otherwise;
    }
    double number(std::string_view key, double otherwise) {
        const auto value = take(key);
        if (!value) return otherwise;
        if (value->is_number()) return value->get<double>();
        reject(key, "must be a number");
        return otherwise;
    }
    bool boolean(std::string_view key) {
        const auto value = take(key);
        if (!value) return false;
        if (value->is_boolean()) return value->get<bool>();
        reject(key, "must be true or false");
        return false;
    }
    std::string string(std::string_view key) {
        auto value = take(key);
        if (!value) return {};
        if (value->is_string()) return std::move(value->get_ref<std::string&>());
        reject(key, "must be a string");
        return {};
    }
    json array(std::string_view key) {
        auto value = take(key);
        if (value && value->is_array()) return *std::move(value);
        if (value) reject(key, "must be an array");
        return json::array();
    }
    std::vector<std::string> strings(std::string_view key) {
        std::vector<std::string> texts;
        for (json& value : array(key)) {
            if (!value.is_string()) {
                reject(key, "must be an array of strings");
                return {};
            }
            texts.push_back(std::move(value.get_ref<std::string&>()));
        }
        return texts;
    }
    /// Reads an array of exactly as many numbers into them; absent: they stay.
    void numbers(std::string_view key, std::initializer_list<double*> into) {
        const auto value = take(key);
        if (!value) return;
        bool fits = value->is_array() && value->size() == into.size();
        for (std::size_t i = 0; fits && i < into.size(); ++i)
            fits = (*value)[i].is_number();
        if (!fits) return reject(key, fmt::format("must be an array of {} numbers", into.size()));
        std::size_t i = 0;
        for (double* target : into)
            *target = (*value)[i++].get<double>();
    }
    /// One of a few words.
    template <class T, std::size_t n>
    T word(std::string_view key, const Words<T, n>& words, T otherwise) {
        if (!has(key)) return otherwise;
        const std::string given = string(key);
        std::string known;
        for (const auto& [word, meaning] : words) {
            if (given == word) return meaning;
            known += fmt::format("{}{}", known.empty() ? "" : ", ", word);
        }
        reject(key, fmt::format("must be one of {}", known));
        return otherwise;
    }
    /// Each an object, read by `read(ObjectReader)`.
    template <class Read>
    void objects(std::string_view key, const Read& read) {
        json values = array(key);
        for (std::size_t i = 0; i < values.size() && !error_; ++i)
            read(ObjectReader(std::move(values[i]), fmt::format("{}[{}]", path(key), i), error_));
    }
    /// Of an absent object: the reader of an empty one.
    ObjectReader object(std::string_view key) {
        auto value = take(key);
        return {value ? *std::move(value) : json::object(), path(key), error_};
    }

    [[nodiscard]] bool has(std::string_view key) const { return value_.contains(key); }
    [[nodiscard]] std::string path(std::string_view key) const {
        return where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key);
    }
    void reject(std::string_view key, std::string_view why) { set_error(path(key), why); }
    /// What no call took, as compact JSON; "" when nothing is left.
    [[nodiscard]] std::string rest() const { return value_.empty() ? std::string() : value_.dump(); }

private:
    void set_error(std::string_view where, std::string_view why) {
        if (!error_) error_ = Error{Errc::input, fmt::format("{}: {}", where, why), {}};
    }
    std::optional<json> take(std::string_view key) {
        auto& members = value_.get_ref<json::object_t&>();
        const auto found = members.find(std::string(key));
        if (found == members.end()) return std::nullopt;
        json value = std::move(found->second);
        members.erase(found);
        return value;
    }

    json value_;
    std::string where_;
    std::optional<Error>& error_;
};

std::string read_source(ObjectReader& m) {
    std::string source = m.string("source");
    if (!m.has("source_hex")) return source;
    if (!source.empty()) m.reject("source_hex", "source is there too");
    auto bytes = from_hex(m.string("source_hex"));
    if (!bytes) m.reject("source_hex", "must be lower-case hexadecimal");
    return bytes.value_or("");
}

Framing read_framing(ObjectReader& m) {
    Framing framing;
    framing.fit = m.word("fit", kFits, framing.fit);
    m.numbers("focus", {&framing.focus_x, &framing.focus_y});
    m.numbers("view_from", {&framing.from.zoom, &framing.from.x, &framing.from.y});
    m.numbers("view_to", {&framing.to.zoom, &framing.to.x, &framing.to.y});
    return framing;
}

Accent read_accent(ObjectReader accent) {
    Accent result;
    result.kind = accent.word("kind", kAccents, result.kind);
    result.frame = accent.integer("frame", result.frame);
    result.frames = accent.integer("frames", result.frames);
    result.amount = accent.number("amount", result.amount);
    if (!accent.rest().empty())
        accent.reject("kind", "nothing but kind, frame, frames and amount is known of accents");
    return result;
}

std::vector<RetimePoint> read_retime(ObjectReader& m) {
    std::vector<RetimePoint> points;
    for (const json& value : m.array("retime_us")) {
        const auto out = value.is_array() && value.size() == 2 ? as_integer(value[0]) : std::nullopt;
        const auto in = out ? as_integer(value[1]) : std::nullopt;
        if (!in) {
            m.reject("retime_us", "must be pairs of whole numbers");
            return {};
        }
        points.push_back({Time{*out}, Time{*in}});
    }
    return points;
}

void read_motion(ObjectReader& m, Segment& segment) {
    segment.retime = read_retime(m);
    segment.blend = m.boolean("blend");
    segment.transition.kind = m.word("transition", kTransitions, segment.transition.kind);
    segment.transition.frames = m.integer("transition_frames", 0);
    m.objects("accents",
              [&](ObjectReader accent) { segment.accents.push_back(read_accent(std::move(accent))); });
}

void read_text(ObjectReader& m, Segment& segment) {
    segment.text = m.string("text");
    segment.style.place = m.word("place", kPlaces, segment.style.place);
    segment.style.decoration = m.word("decoration", kDecorations, segment.style.decoration);
    segment.style.size_pct = m.number("size_pct", 0);
    segment.style.colour = m.string("colour");
    segment.style.font = m.string("font");
}

void read_meta(ObjectReader& m, Segment& segment) {
    segment.source = read_source(m);
    segment.in = Time{m.integer("in_us", 0)};
    segment.still = m.boolean("still");
    segment.sound = m.boolean("sound");
    segment.framing = read_framing(m);
    segment.level.gain_db = m.number("gain_db", 0);
    segment.level.fade_in = Time{m.integer("fade_in_us", 0)};
    segment.level.fade_out = Time{m.integer("fade_out_us", 0)};
    segment.tempo = m.number("tempo", 1);
    read_motion(m, segment);
    read_text(m, segment);
    segment.locked = m.boolean("locked");
    if (m.has("beat")) segment.beat = m.integer("beat", 0);
    segment.extra_meta = m.rest();
}

/// Walks a track's durations. Positions are rounded, never lengths, so that a person's `d` of any size
/// lands on the nearest frame and nothing drifts.
class Ruler {
public:
    explicit Ruler(Rate fps) : fps_(fps) {}

    FrameRange next(ObjectReader& segment) {
        constexpr std::int64_t kMaxMs = kMaxLength.us / 1000;
        const bool there = segment.has("d");
        const std::int64_t d = segment.integer("d", 0);
        if (!there) segment.reject("d", "is missing");
        if (d < 0) segment.reject("d", "must not be negative");
        if (d > kMaxMs - ms_) segment.reject("d", fmt::format("ends after {} hours", kMaxLengthHours));
        if (d < 0 || d > kMaxMs - ms_) return {};
        ms_ += d;
        const FrameRange range{end_, fps_.nearest_index(Time::from_ms(ms_))};
        end_ = range.end;
        return range;
    }

private:
    Rate fps_;
    std::int64_t ms_ = 0;
    std::int64_t end_ = 0;
};

Segment read_segment(ObjectReader segment, Ruler& ruler) {
    Segment result;
    result.frames = ruler.next(segment);
    ObjectReader m = segment.object("m");
    read_meta(m, result);
    result.extra = segment.rest();
    return result;
}

TrackKind read_kind(ObjectReader& track) {
    switch (track.integer("tt", -1)) {
        case 0:
            return TrackKind::video;
        case 1:
            return TrackKind::audio;
        case 7:
            return TrackKind::text;
        default:
            track.reject("tt", "must be 0 (video), 1 (audio) or 7 (text)");
            return TrackKind::video;
    }
}

Track read_track(ObjectReader track, Rate fps, std::optional<Error>& error) {
    Track result;
    result.kind = read_kind(track);
    json segments = track.array("sg");
    Ruler ruler(fps);
    for (std::size_t i = 0; i < segments.size() && !error; ++i) {
        const std::string where = track.path(fmt::format("sg[{}]", i));
        result.segments.push_back(read_segment({std::move(segments[i]), where, error}, ruler));
    }
    ObjectReader m = track.object("m");
    result.name = m.string("name");
    result.duck = m.boolean("duck");
    result.extra_meta = m.rest();
    result.extra = track.rest();
    return result;
}

int read_size(ObjectReader& m, std::string_view key, int otherwise) {
    const std::int64_t value = m.integer(key, otherwise);
    if (value >= 0 && value <= std::numeric_limits<int>::max()) return static_cast<int>(value);
    m.reject(key, "must be even, 16 to 8192");
    return otherwise;
}

Canvas read_canvas(ObjectReader& m) {
    Canvas canvas;  // the default of a draft that another program made
    canvas.width = read_size(m, "width_px", canvas.width);
    canvas.height = read_size(m, "height_px", canvas.height);
    if (!m.has("fps")) return canvas;
    const auto fps = parse_rate(m.string("fps"));
    if (!fps || fps->value() > 240) {
        m.reject("fps", "must be a rate from 1 to 240, like \"30\" or \"30000/1001\"");
        return canvas;
    }
    canvas.fps = *fps;
    return canvas;
}

Recipe read_recipe(ObjectReader m) {
    Recipe recipe;
    recipe.song = m.string("song");
    recipe.clips = m.strings("clips");
    recipe.options = m.strings("options");
    return recipe;
}

Draft read_draft(ObjectReader root, std::optional<Error>& error) {
    Draft draft;
    ObjectReader m = root.object("m");
    if (m.integer("format", kDraftFormat) != kDraftFormat)
        m.reject("format", fmt::format("must be {}: made by another version of beatsync?", kDraftFormat));
    draft.canvas = read_canvas(m);
    if (m.has("loudness_lufs")) draft.loudness_lufs = m.number("loudness_lufs", 0);
    draft.generator = m.string("generator");
    draft.seed = m.unsigned_integer("seed", 0);
    if (m.has("recipe")) draft.recipe = read_recipe(m.object("recipe"));
    draft.extra_meta = m.rest();
    if (!root.has("t")) root.reject("t", "is missing");
    json tracks = root.array("t");
    for (std::size_t i = 0; i < tracks.size() && !error; ++i) {
        const std::string where = fmt::format("t[{}]", i);
        draft.tracks.push_back(read_track({std::move(tracks[i]), where, error}, draft.canvas.fps, error));
    }
    draft.extra = root.rest();
    return draft;
}

}  // namespace

Result<Draft> from_json(std::string_view text) {
    BEATSYNC_CHECK(check_json(text, draft_limits()));
    std::optional<Error> error;
    Draft draft = read_draft({json::parse(text), "", error}, error);
    if (error) return fail(*std::move(error));
    BEATSYNC_CHECK(validate(draft));
    return draft;
}

}  // namespace beatsync::draft
