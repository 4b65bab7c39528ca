#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "music/music_map.h"

// Beats as the files that other programs read. Numbers have a point whatever the locale, and six decimals, so
// that nothing of a Time is lost; lines end in \n.
namespace beatsync::interchange {

/// `seconds<TAB>position` a line, position 1 = downbeat, 0 = not known.
[[nodiscard]] std::string to_beats(const music::BeatGrid& grid);

/// `seconds,position,strength` under a header that says so.
[[nodiscard]] std::string to_csv(const music::BeatGrid& grid);

/// Audacity's label track: `start<TAB>end<TAB>label`, point labels, named by the position in the bar ("beat"
/// where that is not known).
[[nodiscard]] std::string to_audacity_labels(const music::BeatGrid& grid);

/// REAPER markers as CSV that its region/marker manager imports: `#,Name,Start,End,Length`, Start in
/// `hours:minutes:seconds`, named `bar.beat` (by the number of the beat where bars are not known).
[[nodiscard]] std::string to_reaper_markers(const music::BeatGrid& grid);

/// A standard MIDI file, format 0: a tempo event a beat, so that its beat grid is the song's to the
/// microsecond and does not drift; a time signature where the length of the bar changes, so that bar lines
/// fall on downbeats; a wood block (General MIDI percussion) on each beat, the high one on downbeats. Time 0
/// of the file is time 0 of the song.
[[nodiscard]] std::vector<std::uint8_t> to_midi(const music::BeatGrid& grid);

/// Bounds of what read_beats takes, so that hostile input stays bounded.
inline constexpr std::size_t kMaxBeatsBytes = 16U << 20U;
inline constexpr std::size_t kMaxBeats = 200'000;

/// Beats that a user gives: .beats (also with spaces), a bare list of seconds, CSV (with or without a
/// header), Audacity labels, and all that this header writes as text. UTF-8 with or without a byte order
/// mark, any line ends, `#` starts a comment. The beats come out in order, doubled ones once, those at or
/// after `duration` left out (`duration` is the song's; 0 = not known: all stay, and the last one's time plus
/// a beat is taken). Strength is 1 where none is given, confidence is 1: a person's word. Errc::input names
/// the line that is wrong: not a number, not finite, negative, a position that is not a whole number from 0
/// to 255; or says that there are no beats, or too many.
[[nodiscard]] Result<music::BeatGrid> read_beats(std::string_view text, Time duration);

}  // namespace beatsync::interchange
