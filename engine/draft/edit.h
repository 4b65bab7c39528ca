#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "draft/draft.h"

// Changes to a draft that leave its cuts on their beats. A draft goes in, another comes out; what can't be
// done is an error and changes nothing. A *piece* is a segment of the first video track that has any, by its
// index from 0; messages count from 1. Locked pieces are left alone: Errc::usage when an edit would change
// one.
namespace beatsync::draft {

/// Where a beat of the song is in the output.
struct BeatMark {
    std::int64_t frame = 0;
    std::int64_t beat = 0;  ///< its index in the song
};

/// What a piece may show besides what it shows: the rest of its shot.
struct Footage {
    TimeRange range;           ///< in the source
    std::optional<Rate> rate;  ///< of the source's frames; none where it varies
};

/// What the draft does not say of its song and its footage.
struct EditFacts {
    std::vector<BeatMark> beats;  ///< in order; none where the song is not known
    /// none: not known, so without limits.
    std::function<std::optional<Footage>(const Segment&)> footage = [](const Segment&) {
        return std::optional<Footage>();
    };
};

/// The pieces' track; Errc::input when the draft has no pictures.
[[nodiscard]] Result<std::size_t> track_of_pieces(const Draft& draft);
[[nodiscard]] const std::vector<Segment>& pieces_of(const Draft& draft, std::size_t track);
/// Errc::usage for one that is not there; "there is no piece 12: the draft has 1 to 9".
Result<void> check_piece(const Draft& draft, std::size_t piece);
/// The same for one that is locked: "piece 3 is locked".
Result<void> check_free(const Draft& draft, std::size_t piece);

/// Each shows the other's footage; cuts, transitions and accents stay. Where a shot is too short for its new
/// place it begins earlier; Errc::usage where that is not enough.
[[nodiscard]] Result<Draft> swap_pieces(Draft draft, std::size_t a, std::size_t b, const EditFacts& facts);

[[nodiscard]] Result<Draft> lock_pieces(Draft draft, std::span<const std::size_t> pieces, bool locked);

/// A piece lasts so many beats longer (or shorter, when negative): its end moves, and the piece after it
/// gives or takes; its beginning and the piece before where that is locked or not there. The neighbour goes
/// on showing the same moments at the same times where its shot lets it.
[[nodiscard]] Result<Draft> change_length(Draft draft, std::size_t piece, std::int64_t beats,
                                          const EditFacts& facts);

/// Without these pieces: what follows moves up by as many beats, so that its cuts are on beats again, and the
/// video ends earlier by as much. Sound and titles stay where they are, up to the new end.
[[nodiscard]] Result<Draft> close_up(Draft draft, std::span<const std::size_t> pieces,
                                     const EditFacts& facts);

/// Shows other footage: `shown` says which by source, in, still, framing, sound and level. Not moved.
[[nodiscard]] Result<Draft> replace_footage(Draft draft, std::size_t piece, const Segment& shown);

[[nodiscard]] bool has_title(const Draft& draft);

/// The first title says `text`, as long and as it looks now; "" removes all titles. Errc::usage when there is
/// none.
[[nodiscard]] Result<Draft> set_title(Draft draft, const std::string& text);

/// Of the first audio track, all of it. Errc::input when there is none.
[[nodiscard]] Result<Draft> set_music_gain(Draft draft, double gain_db);

enum class OwnSound : std::uint8_t { off, mix, duck };
/// Whether the clips' own sound is heard, and whether the music gives way to it.
[[nodiscard]] Result<Draft> set_own_sound(Draft draft, OwnSound sound);

[[nodiscard]] Result<Draft> set_fit(Draft draft, Fit fit);

/// Cuts all tracks off at `frames`; music that is cut off fades out.
void end_at(Draft& draft, std::int64_t frames);

}  // namespace beatsync::draft
