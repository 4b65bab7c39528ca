#include "draft/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "draft/json_guard.h"
#include "draft/json_keys.h"
#include "draft/text.h"

namespace beatsync::draft {
namespace {

constexpr auto kDraftKeys = std::to_array<std::string_view>({"m", "t"});
constexpr auto kTrackKeys = std::to_array<std::string_view>({"m", "sg", "tt"});
constexpr auto kSegmentKeys = std::to_array<std::string_view>({"d", "m"});

static_assert(kMaxLengthHours == 1000 && kMaxTracks == 64 && kMaxSegments == 100'000, "said in the messages");

constexpr std::int64_t kMaxEffectFrames = 2400;  // ten seconds at the highest rate

bool within(double value, double low, double high) {
    return std::isfinite(value) && value >= low && value <= high;
}

/// Remembers the first rule that is broken. Texts are made only then: a draft has a million rules to check.
class Rules {
public:
    void require(bool holds, std::string_view key, std::string_view what) {
        if (!holds && !broken()) message_ = fmt::format("{}: {}", key, what);
    }
    void time(Time t, std::string_view key) {
        require(t >= Time{}, key, "must not be negative");
        require(t <= kMaxLength, key, "must be at most 1000 hours");
    }
    void fraction(double value, std::string_view key) { require(within(value, 0, 1), key, "must be 0 to 1"); }
    void zoom(double value, std::string_view key) { require(within(value, 1, 16), key, "must be 1 to 16"); }
    void text(std::string_view text, std::string_view key) { require(is_utf8(text), key, "must be UTF-8"); }

    /// Other programs' keys: an object that has none of ours, so that neither hides the other.
    void extra(const std::string& json, std::string_view key, std::span<const std::string_view> ours) {
        if (json.empty() || broken()) return;
        if (const auto sound = check_json(json, draft_limits()); !sound)
            return require(false, key, sound.error().message);
        const auto object = nlohmann::json::parse(json);
        require(object.is_object(), key, "unknown keys must be an object");
        for (const std::string_view name : ours)
            require(!object.contains(name), key, "a key of this program is not an unknown one");
    }

    [[nodiscard]] bool broken() const { return !message_.empty(); }
    /// In the object at `where`.
    [[nodiscard]] Result<void> result(std::string_view where) const {
        if (!broken()) return {};
        return fail(Errc::input, fmt::format("{}{}", where, message_));
    }

private:
    std::string message_;
};

void check_framing(Rules& rules, const Framing& framing) {
    rules.fraction(framing.focus_x, ".m.focus[0]");
    rules.fraction(framing.focus_y, ".m.focus[1]");
    rules.zoom(framing.from.zoom, ".m.view_from[0]");
    rules.fraction(framing.from.x, ".m.view_from[1]");
    rules.fraction(framing.from.y, ".m.view_from[2]");
    rules.zoom(framing.to.zoom, ".m.view_to[0]");
    rules.fraction(framing.to.x, ".m.view_to[1]");
    rules.fraction(framing.to.y, ".m.view_to[2]");
}

void check_retime(Rules& rules, const std::vector<RetimePoint>& points) {
    constexpr std::string_view kKey = ".m.retime_us";
    if (points.empty()) return;
    rules.require(points.size() >= 2, kKey, "must be two points or more");
    rules.require(points.size() <= kMaxPoints, kKey, "at most 1000 points");
    rules.require(points.front() == RetimePoint{}, kKey, "must begin with 0, 0");
    for (std::size_t i = 1; i < points.size(); ++i) {
        rules.require(points[i - 1].out < points[i].out, kKey,
                      "each point must be later than the one before");
        rules.require(points[i - 1].in <= points[i].in, kKey, "must not run backwards");
    }
    rules.time(points.back().out, kKey);
    rules.time(points.back().in, kKey);
}

void check_effects(Rules& rules, const Segment& segment, TrackKind kind) {
    const bool video = kind == TrackKind::video;
    constexpr std::string_view kNotVideo = "only a video track has it";
    rules.require(segment.retime.empty() || video, ".m.retime_us", kNotVideo);
    check_retime(rules, segment.retime);
    const Transition& transition = segment.transition;
    rules.require(transition == Transition{} || video, ".m.transition", kNotVideo);
    rules.require((transition.kind == TransitionKind::cut) == (transition.frames == 0),
                  ".m.transition_frames", "must be 0 for a cut, and more for all else");
    rules.require(transition.frames >= 0 && transition.frames <= kMaxEffectFrames, ".m.transition_frames",
                  "must be 0 to 2400");
    rules.require(segment.accents.empty() || video, ".m.accents", kNotVideo);
    rules.require(segment.accents.size() <= kMaxPoints, ".m.accents", "at most 1000");
    for (const Accent& accent : segment.accents) {
        rules.require(accent.frame >= 0 && accent.frame < segment.frames.length(), ".m.accents",
                      "frame must be one of the segment's");
        rules.require(accent.frames >= 1 && accent.frames <= kMaxEffectFrames, ".m.accents",
                      "frames must be 1 to 2400");
        rules.require(within(accent.amount, 0, 1), ".m.accents", "amount must be 0 to 1");
    }
}

bool is_colour(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdefABCDEF";
    return text.empty() ||
           (text.size() == 7 && text[0] == '#' && text.find_first_not_of(kHex, 1) == std::string_view::npos);
}

void check_style(Rules& rules, const TextStyle& style, bool text_track) {
    rules.require(style == TextStyle{} || text_track, ".m.place", "only a text track shows text");
    rules.require(within(style.size_pct, 0, 100), ".m.size_pct", "must be 0 to 100");
    rules.require(is_colour(style.colour), ".m.colour", "must be #rrggbb");
    rules.text(style.font, ".m.font");
}

void check_segment(Rules& rules, const Segment& segment, TrackKind kind) {
    const bool text_track = kind == TrackKind::text;
    rules.require(segment.frames.length() >= 1, ".d", "must be at least one frame");
    rules.time(segment.in, ".m.in_us");
    rules.time(segment.level.fade_in, ".m.fade_in_us");
    rules.time(segment.level.fade_out, ".m.fade_out_us");
    rules.require(within(segment.level.gain_db, -120, 24), ".m.gain_db", "must be -120 to 24");
    rules.require(!segment.beat || *segment.beat >= 0, ".m.beat", "must not be negative");
    rules.require(segment.source.empty() || !text_track, ".m.source", "a text track shows no files");
    rules.require(segment.source.find('\0') == std::string::npos, ".m.source", "no path has a zero byte");
    rules.require(segment.text.empty() || text_track, ".m.text", "only a text track shows text");
    rules.text(segment.text, ".m.text");
    rules.require(within(segment.tempo, 0.5, 2), ".m.tempo", "must be 0.5 to 2");
    rules.require(segment.tempo == 1 || kind == TrackKind::audio, ".m.tempo", "only an audio track has it");
    check_framing(rules, segment.framing);
    check_effects(rules, segment, kind);
    check_style(rules, segment.style, text_track);
    rules.extra(segment.extra, "", kSegmentKeys);
    rules.extra(segment.extra_meta, ".m", kSegmentMetaKeys);
}

Result<void> check_track(const Track& track, std::size_t index) {
    std::int64_t end = 0;
    for (std::size_t i = 0; i < track.segments.size(); ++i) {
        const Segment& segment = track.segments[i];
        Rules rules;
        rules.require(segment.frames.begin == end, "", "must begin where the one before it ends");
        check_segment(rules, segment, track.kind);
        if (rules.broken()) return rules.result(fmt::format("t[{}].sg[{}]", index, i));
        end = segment.frames.end;
    }
    Rules rules;
    rules.text(track.name, ".m.name");
    rules.extra(track.extra, "", kTrackKeys);
    rules.extra(track.extra_meta, ".m", kTrackMetaKeys);
    return rules.result(fmt::format("t[{}]", index));
}

bool is_size(int n) {
    return n >= 16 && n <= 8192 && n % 2 == 0;
}

void check_recipe(Rules& rules, const Recipe& recipe) {
    rules.text(recipe.song, "m.recipe.song");
    for (const std::string& clip : recipe.clips)
        rules.text(clip, "m.recipe.clips");
    for (const std::string& option : recipe.options)
        rules.text(option, "m.recipe.options");
}

void check_head(Rules& rules, const Draft& draft) {
    const Canvas& canvas = draft.canvas;
    rules.require(is_size(canvas.width), "m.width_px", "must be even, 16 to 8192");
    rules.require(is_size(canvas.height), "m.height_px", "must be even, 16 to 8192");
    rules.require(canvas.fps.valid() && within(canvas.fps.value(), 1, 240), "m.fps", "must be 1 to 240");
    rules.require(!draft.loudness_lufs || within(*draft.loudness_lufs, -70, 0), "m.loudness_lufs",
                  "must be -70 to 0");
    rules.text(draft.generator, "m.generator");
    if (draft.recipe) check_recipe(rules, *draft.recipe);
    rules.extra(draft.extra, "draft", kDraftKeys);
    rules.extra(draft.extra_meta, "m", kDraftMetaKeys);
    std::size_t segments = 0;
    for (const Track& track : draft.tracks)
        segments += track.segments.size();
    rules.require(draft.tracks.size() <= kMaxTracks, "t", "at most 64 tracks");
    rules.require(segments <= kMaxSegments, "t", "at most 100000 segments");
}

}  // namespace

const Segment* segment_at(const std::vector<Segment>& segments, std::int64_t frame) {
    const auto ends_after = [](std::int64_t f, const Segment& s) { return f < s.frames.end; };
    const auto it = std::upper_bound(segments.begin(), segments.end(), frame, ends_after);
    return it == segments.end() ? nullptr : &*it;
}

std::int64_t Track::length_frames() const {
    return segments.empty() ? 0 : segments.back().frames.end;
}

std::int64_t Draft::length_frames() const {
    std::int64_t length = 0;
    for (const Track& track : tracks)
        length = std::max(length, track.length_frames());
    return length;
}

Result<void> validate(const Draft& draft) {
    Rules head;
    check_head(head, draft);
    BEATSYNC_CHECK(head.result(""));
    for (std::size_t i = 0; i < draft.tracks.size(); ++i)
        BEATSYNC_CHECK(check_track(draft.tracks[i], i));
    Rules length;
    length.require(draft.canvas.fps.time_of(draft.length_frames()) <= kMaxLength, "t", "at most 1000 hours");
    return length.result("");
}

}  // namespace beatsync::draft
