#include "draft/edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "draft/edit_footage.h"

namespace beatsync::draft {
namespace {

constexpr Time kMusicFade = Time::from_ms(750);

/// Null when there is none.
template <class AnyDraft>
auto* title_of(AnyDraft& draft) {
    for (auto& track : draft.tracks)
        for (auto& segment : track.segments)
            if (track.kind == TrackKind::text && !segment.text.empty()) return &segment;
    return decltype(&draft.tracks.front().segments.front())();
}

}  // namespace

Result<std::size_t> track_of_pieces(const Draft& draft) {
    for (std::size_t i = 0; i < draft.tracks.size(); ++i)
        if (draft.tracks[i].kind == TrackKind::video && !draft.tracks[i].segments.empty()) return i;
    return fail(Errc::input, "the draft has no pictures to edit");
}

const std::vector<Segment>& pieces_of(const Draft& draft, std::size_t track) {
    return draft.tracks[track].segments;
}

Result<void> check_piece(const Draft& draft, std::size_t piece) {
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    const std::size_t count = pieces_of(draft, track).size();
    if (piece < count) return {};
    return fail(Errc::usage, fmt::format("there is no piece {}: the draft has 1 to {}", piece + 1, count),
                "`show` lists them");
}

Result<void> check_free(const Draft& draft, std::size_t piece) {
    BEATSYNC_CHECK(check_piece(draft, piece));
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    if (!pieces_of(draft, track)[piece].locked) return {};
    return fail(Errc::usage, fmt::format("piece {} is locked", piece + 1),
                fmt::format("--unlock {} first", piece + 1));
}

Result<Draft> swap_pieces(Draft draft, std::size_t a, std::size_t b, const EditFacts& facts) {
    BEATSYNC_CHECK(check_free(draft, a));
    BEATSYNC_CHECK(check_free(draft, b));
    if (a == b) return fail(Errc::usage, fmt::format("piece {} can't be swapped with itself", a + 1));
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    auto& pieces = draft.tracks[track].segments;
    const Segment first = pieces[a];
    show_footage(pieces[a], pieces[b]);
    show_footage(pieces[b], first);
    for (const std::size_t i : {a, b})
        BEATSYNC_CHECK(fit_footage(pieces[i], i, draft.canvas.fps, facts));
    return draft;
}

Result<Draft> lock_pieces(Draft draft, std::span<const std::size_t> pieces, bool locked) {
    for (const std::size_t piece : pieces) {
        BEATSYNC_CHECK(check_piece(draft, piece));
        BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
        draft.tracks[track].segments[piece].locked = locked;
    }
    return draft;
}

Result<Draft> replace_footage(Draft draft, std::size_t piece, const Segment& shown) {
    BEATSYNC_CHECK(check_free(draft, piece));
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    show_footage(draft.tracks[track].segments[piece], shown);
    return draft;
}

bool has_title(const Draft& draft) {
    return title_of(draft) != nullptr;
}

Result<Draft> set_title(Draft draft, const std::string& text) {
    if (text.empty()) {
        std::erase_if(draft.tracks, [](const Track& track) { return track.kind == TrackKind::text; });
        return draft;
    }
    Segment* title = title_of(draft);
    if (title == nullptr) return fail(Errc::usage, "the draft has no title to change");
    title->text = text;
    return draft;
}

Result<Draft> set_music_gain(Draft draft, double gain_db) {
    const auto music = std::ranges::find(draft.tracks, TrackKind::audio, &Track::kind);
    if (music == draft.tracks.end()) return fail(Errc::input, "the draft has no music");
    for (Segment& segment : music->segments)
        if (!segment.is_gap()) segment.level.gain_db = gain_db;
    return draft;
}

Result<Draft> set_own_sound(Draft draft, OwnSound sound) {
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    for (Segment& piece : draft.tracks[track].segments)
        piece.sound = sound != OwnSound::off && !piece.still && !piece.is_gap();
    const auto music = std::ranges::find(draft.tracks, TrackKind::audio, &Track::kind);
    if (music != draft.tracks.end()) music->duck = sound == OwnSound::duck;
    return draft;
}

Result<Draft> set_fit(Draft draft, Fit fit) {
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    for (Segment& piece : draft.tracks[track].segments)
        piece.framing.fit = fit;
    return draft;
}

void end_at(Draft& draft, std::int64_t frames) {
    for (Track& track : draft.tracks) {
        if (track.length_frames() <= frames) continue;
        std::erase_if(track.segments, [&](const Segment& s) { return s.frames.begin >= frames; });
        if (track.segments.empty()) continue;
        Segment& last = track.segments.back();
        last.frames.end = std::min(last.frames.end, frames);
        trim_accents(last);
        if (track.kind == TrackKind::audio && !last.is_gap() && last.level.fade_out == Time{})
            last.level.fade_out = std::min(kMusicFade, Time{draft.canvas.fps.time_of(frames).us / 8});
    }
}

}  // namespace beatsync::draft
