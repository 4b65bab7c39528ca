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

Result<void> require(bool holds, std::string_view where, std::string_view what) {
    if (holds) return {};
    return fail(Errc::input, fmt::format("{}: {}", where, what));
}

constexpr auto kDraftKeys = std::to_array<std::string_view>({"m", "t"});
constexpr auto kTrackKeys = std::to_array<std::string_view>({"m", "sg", "tt"});
constexpr auto kSegmentKeys = std::to_array<std::string_view>({"d", "m"});

bool within(double value, double low, double high) {
    return std::isfinite(value) && value >= low && value <= high;
}

Result<void> check_time(Time t, std::string_view where) {
    BEATSYNC_CHECK(require(t >= Time{}, where, "must not be negative"));
    return require(t <= kMaxLength, where, fmt::format("must be at most {} hours", kMaxLengthHours));
}

/// Other programs' keys: an object that has none of ours, so that neither hides the other.
Result<void> check_extra(const std::string& extra, std::string_view where,
                         std::span<const std::string_view> ours) {
    if (extra.empty()) return {};
    if (const auto sound = check_json(extra, draft_limits()); !sound) return fail_in(where, sound.error());
    const auto object = nlohmann::json::parse(extra);
    BEATSYNC_CHECK(require(object.is_object(), where, "unknown keys must be an object"));
    for (const std::string_view key : ours) {
        BEATSYNC_CHECK(require(!object.contains(key), where, fmt::format("'{}' is not an unknown key", key)));
    }
    return {};
}

Result<void> check_canvas(const Canvas& canvas) {
    const auto size = [](int n) { return n >= 16 && n <= 8192 && n % 2 == 0; };
    BEATSYNC_CHECK(require(size(canvas.width), "m.width_px", "must be even, 16 to 8192"));
    BEATSYNC_CHECK(require(size(canvas.height), "m.height_px", "must be even, 16 to 8192"));
    return require(canvas.fps.valid() && within(canvas.fps.value(), 1, 240), "m.fps", "must be 1 to 240");
}

Result<void> check_view(const View& view, const std::string& where) {
    BEATSYNC_CHECK(require(within(view.zoom, 1, 16), where + "[0]", "must be 1 to 16"));
    BEATSYNC_CHECK(require(within(view.x, 0, 1), where + "[1]", "must be 0 to 1"));
    return require(within(view.y, 0, 1), where + "[2]", "must be 0 to 1");
}

Result<void> check_framing(const Framing& framing, const std::string& meta) {
    BEATSYNC_CHECK(require(within(framing.focus_x, 0, 1), meta + ".focus[0]", "must be 0 to 1"));
    BEATSYNC_CHECK(require(within(framing.focus_y, 0, 1), meta + ".focus[1]", "must be 0 to 1"));
    BEATSYNC_CHECK(check_view(framing.from, meta + ".view_from"));
    return check_view(framing.to, meta + ".view_to");
}

Result<void> check_segment(const Segment& segment, TrackKind kind, const std::string& where) {
    const std::string meta = where + ".m";
    BEATSYNC_CHECK(require(segment.frames.length() >= 1, where + ".d", "must be at least one frame"));
    BEATSYNC_CHECK(check_time(segment.in, meta + ".in_us"));
    BEATSYNC_CHECK(check_time(segment.level.fade_in, meta + ".fade_in_us"));
    BEATSYNC_CHECK(check_time(segment.level.fade_out, meta + ".fade_out_us"));
    BEATSYNC_CHECK(require(within(segment.level.gain_db, -120, 24), meta + ".gain_db", "must be -120 to 24"));
    BEATSYNC_CHECK(require(!segment.beat || *segment.beat >= 0, meta + ".beat", "must not be negative"));
    BEATSYNC_CHECK(require(segment.source.empty() || kind != TrackKind::text, meta + ".source",
                           "a text track shows no files"));
    BEATSYNC_CHECK(
        require(segment.source.find('\0') == std::string::npos, meta + ".source", "no path has a zero byte"));
    BEATSYNC_CHECK(require(segment.text.empty() || kind == TrackKind::text, meta + ".text",
                           "only a text track shows text"));
    BEATSYNC_CHECK(require(is_utf8(segment.text), meta + ".text", "must be UTF-8"));
    BEATSYNC_CHECK(check_framing(segment.framing, meta));
    BEATSYNC_CHECK(check_extra(segment.extra, where, kSegmentKeys));
    return check_extra(segment.extra_meta, meta, kSegmentMetaKeys);
}

Result<void> check_track(const Track& track, const std::string& where) {
    BEATSYNC_CHECK(require(is_utf8(track.name), where + ".m.name", "must be UTF-8"));
    std::int64_t end = 0;
    for (std::size_t i = 0; i < track.segments.size(); ++i) {
        const Segment& segment = track.segments[i];
        const std::string place = fmt::format("{}.sg[{}]", where, i);
        BEATSYNC_CHECK(
            require(segment.frames.begin == end, place, "must begin where the one before it ends"));
        BEATSYNC_CHECK(check_segment(segment, track.kind, place));
        end = segment.frames.end;
    }
    BEATSYNC_CHECK(check_extra(track.extra, where, kTrackKeys));
    return check_extra(track.extra_meta, where + ".m", kTrackMetaKeys);
}

}  // namespace

std::int64_t Draft::length_frames() const {
    std::int64_t end = 0;
    for (const Track& track : tracks) {
        if (!track.segments.empty()) end = std::max(end, track.segments.back().frames.end);
    }
    return end;
}

Result<void> validate(const Draft& draft) {
    BEATSYNC_CHECK(check_canvas(draft.canvas));
    BEATSYNC_CHECK(require(!draft.loudness_lufs || within(*draft.loudness_lufs, -70, 0), "m.loudness_lufs",
                           "must be -70 to 0"));
    BEATSYNC_CHECK(require(is_utf8(draft.generator), "m.generator", "must be UTF-8"));
    BEATSYNC_CHECK(
        require(draft.tracks.size() <= kMaxTracks, "t", fmt::format("at most {} tracks", kMaxTracks)));
    std::size_t segments = 0;
    for (const Track& track : draft.tracks)
        segments += track.segments.size();
    BEATSYNC_CHECK(require(segments <= kMaxSegments, "t", fmt::format("at most {} segments", kMaxSegments)));
    for (std::size_t i = 0; i < draft.tracks.size(); ++i) {
        BEATSYNC_CHECK(check_track(draft.tracks[i], fmt::format("t[{}]", i)));
    }
    const Time length = draft.canvas.fps.time_of(draft.length_frames());
    BEATSYNC_CHECK(require(length <= kMaxLength, "t", fmt::format("at most {} hours", kMaxLengthHours)));
    BEATSYNC_CHECK(check_extra(draft.extra, "draft", kDraftKeys));
    return check_extra(draft.extra_meta, "m", kDraftMetaKeys);
}

}  // namespace beatsync::draft
