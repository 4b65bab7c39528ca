#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "draft/edit.h"
#include "draft/edit_footage.h"

namespace beatsync::draft {
namespace {

/// A cut is on a beat when it is this near: drafts edited by hand, or by older versions, may be one off.
constexpr std::int64_t kSameFrame = 1;

Result<void> check_beats(const EditFacts& facts) {
    if (!facts.beats.empty()) return {};
    return fail(Errc::input, "the song's beats are needed for that, and the draft does not say its song",
                "give it with -m SONG");
}

/// The beat that is `step` beats after `frame`, or before it. None where the song has no such beat.
std::optional<BeatMark> beat_from(std::span<const BeatMark> beats, std::int64_t frame, std::int64_t step) {
    if (step > 0) {
        const auto later = std::ranges::upper_bound(beats, frame + kSameFrame, {},
                                                    [](const BeatMark& m) { return m.frame; });
        return beats.end() - later < step ? std::nullopt : std::optional(*(later + (step - 1)));
    }
    const auto same =
        std::ranges::lower_bound(beats, frame - kSameFrame, {}, [](const BeatMark& m) { return m.frame; });
    return same - beats.begin() < -step ? std::nullopt : std::optional(*(same + step));
}

/// How many beats a piece holds beyond the one that it must keep.
std::int64_t beats_to_give(std::span<const BeatMark> beats, const FrameRange& frames) {
    return std::ranges::count_if(beats, [&](const BeatMark& m) {
        return m.frame > frames.begin + kSameFrame && m.frame < frames.end - kSameFrame;
    });
}

/// The cut between two pieces that is moved, and whose length is asked for.
struct Cut {
    std::size_t after = 0;  ///< the piece that begins on it
    bool at_end = true;     ///< of the piece in question
};

Result<Cut> cut_to_move(const std::vector<Segment>& pieces, std::size_t piece) {
    if (piece + 1 < pieces.size() && !pieces[piece + 1].locked) return Cut{piece + 1, true};
    if (piece > 0 && !pieces[piece - 1].locked) return Cut{piece, false};
    if (pieces.size() == 1)
        return fail(Errc::usage, "there is one piece only, as long as the video", "--duration changes that");
    return fail(Errc::usage, fmt::format("the pieces beside piece {} are locked", piece + 1),
                "--unlock one of them first");
}

/// Beats by frame, and what becomes of a frame when beats are taken out before it.
class Shift {
public:
    Shift(std::span<const BeatMark> beats, std::int64_t taken) : beats_(beats), taken_(taken) {}

    /// Frames between beats keep their distance to the beat before.
    [[nodiscard]] std::int64_t operator()(std::int64_t frame) const {
        auto before = std::ranges::upper_bound(beats_, frame + kSameFrame, {},
                                               [](const BeatMark& m) { return m.frame; });
        if (before - beats_.begin() <= taken_) return std::max<std::int64_t>(0, frame);
        --before;
        const std::int64_t distance = std::max<std::int64_t>(0, frame - before->frame);
        return (before - taken_)->frame + (distance <= kSameFrame ? 0 : distance);
    }

private:
    std::span<const BeatMark> beats_;
    std::int64_t taken_;
};

/// Where in the list of beats the one on this frame is.
std::optional<std::int64_t> place_of(std::span<const BeatMark> beats, std::int64_t frame) {
    const auto found =
        std::ranges::lower_bound(beats, frame - kSameFrame, {}, [](const BeatMark& m) { return m.frame; });
    if (found == beats.end() || found->frame > frame + kSameFrame) return std::nullopt;
    return found - beats.begin();
}

Result<std::int64_t> beats_of(const Segment& piece, std::size_t index, std::span<const BeatMark> beats) {
    const auto begin = place_of(beats, piece.frames.begin);
    const auto end = place_of(beats, piece.frames.end);
    if (begin && end) return *end - *begin;
    return fail(Errc::usage,
                fmt::format("piece {} does not begin and end on beats: what follows would leave its beats",
                            index + 1),
                "drop it without --close");
}

std::optional<std::int64_t> beat_at(std::span<const BeatMark> beats, std::int64_t frame) {
    const auto place = std::ranges::find(beats, frame, &BeatMark::frame);
    return place == beats.end() ? std::nullopt : std::optional(place->beat);
}

}  // namespace

Result<Draft> change_length(Draft draft, std::size_t piece, std::int64_t beats, const EditFacts& facts) {
    BEATSYNC_CHECK(check_free(draft, piece));
    BEATSYNC_CHECK(check_beats(facts));
    if (beats == 0) return draft;
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    auto& pieces = draft.tracks[track].segments;
    BEATSYNC_TRY(const Cut cut, cut_to_move(pieces, piece));
    Segment& before = pieces[cut.after - 1];
    Segment& after = pieces[cut.after];
    const std::int64_t step = cut.at_end ? beats : -beats;
    const auto target = beat_from(facts.beats, after.frames.begin, step);
    const bool inside = target && target->frame > before.frames.begin + kSameFrame &&
                        target->frame < after.frames.end - kSameFrame;
    if (!inside) {
        const std::size_t giver = (step > 0) ? cut.after : cut.after - 1;
        const std::int64_t most = beats_to_give(facts.beats, pieces[giver].frames);
        return fail(Errc::usage,
                    fmt::format("piece {} can't give {} beat{}: {}", giver + 1, std::abs(beats),
                                std::abs(beats) == 1 ? "" : "s",
                                most == 0 ? "it has but one" : fmt::format("at most {}", most)),
                    "--drop it, or --lengthen it first");
    }
    const Rate fps = draft.canvas.fps;
    move_end(before, target->frame);
    move_begin(after, target->frame, fps);
    after.beat = target->beat;
    BEATSYNC_CHECK(fit_footage(before, cut.after - 1, fps, facts));
    BEATSYNC_CHECK(fit_footage(after, cut.after, fps, facts));
    return draft;
}

Result<Draft> close_up(Draft draft, std::span<const std::size_t> dropped, const EditFacts& facts) {
    BEATSYNC_CHECK(check_beats(facts));
    for (const std::size_t piece : dropped)
        BEATSYNC_CHECK(check_free(draft, piece));
    BEATSYNC_TRY(const std::size_t track, track_of_pieces(draft));
    auto& pieces = draft.tracks[track].segments;
    const std::set<std::size_t> gone(dropped.begin(), dropped.end());
    if (gone.size() >= pieces.size()) return fail(Errc::usage, "no piece would be left");
    std::vector<Segment> left;
    std::int64_t taken = 0;
    std::int64_t end = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (gone.count(i) > 0) {
            BEATSYNC_TRY(const std::int64_t beats, beats_of(pieces[i], i, facts.beats));
            taken += beats;
            continue;
        }
        if (pieces[i].locked && taken > 0)
            return fail(Errc::usage, fmt::format("piece {} is locked: it would move", i + 1),
                        fmt::format("--unlock {} first, or drop without --close", i + 1));
        const Shift shift(facts.beats, taken);
        Segment piece = pieces[i];
        if (taken > 0) {
            piece.frames = {end, std::max(end + 1, shift(piece.frames.end))};
            if (piece.beat) piece.beat = beat_at(facts.beats, piece.frames.begin);
            trim_accents(piece);
            BEATSYNC_CHECK(fit_footage(piece, i, draft.canvas.fps, facts));
        }
        end = piece.frames.end;
        left.push_back(std::move(piece));
    }
    pieces = std::move(left);
    end_at(draft, end);
    return draft;
}

}  // namespace beatsync::draft
