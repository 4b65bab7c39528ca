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
    check_framing(rules, segment.framing);
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

void check_head(Rules& rules, const Draft& draft) {
    const Canvas& canvas = draft.canvas;
    rules.require(is_size(canvas.width), "m.width_px", "must be even, 16 to 8192");
    rules.require(is_size(canvas.height), "m.height_px", "must be even, 16 to 8192");
    rules.require(canvas.fps.valid() && within(canvas.fps.value(), 1, 240), "m.fps", "must be 1 to 240");
    rules.require(!draft.loudness_lufs || within(*draft.loudness_lufs, -70, 0), "m.loudness_lufs",
                  "must be -70 to 0");
    rules.text(draft.generator, "m.generator");
    rules.extra(draft.extra, "draft", kDraftKeys);
    rules.extra(draft.extra_meta, "m", kDraftMetaKeys);
    std::size_t segments = 0;
    for (const Track& track : draft.tracks)
        segments += track.segments.size();
    rules.require(draft.tracks.size() <= kMaxTracks, "t", "at most 64 tracks");
    rules.require(segments <= kMaxSegments, "t", "at most 100000 segments");
}

}  // namespace

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
