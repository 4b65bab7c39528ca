#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "music/music_map.h"

namespace beatsync::interchange {

/// `seconds<TAB>position` a line, position 1 = downbeat.
[[nodiscard]] std::string to_beats(const music::BeatGrid& grid);
[[nodiscard]] std::string to_csv(const music::BeatGrid& grid);
[[nodiscard]] std::string to_audacity_labels(const music::BeatGrid& grid);
/// REAPER markers as CSV that its region/marker manager imports.
[[nodiscard]] std::string to_reaper_markers(const music::BeatGrid& grid);
/// A standard MIDI file, format 0: a tempo event a beat, so that its beat grid is the song's; a note on each
/// beat.
[[nodiscard]] std::vector<std::uint8_t> to_midi(const music::BeatGrid& grid);

/// Beats a user gives: .beats, a bare list of seconds, CSV, Audacity labels. Sorted, duplicates dropped.
/// Errc::input names the line that is wrong. `duration` of the result is the song's.
[[nodiscard]] Result<music::BeatGrid> read_beats(std::string_view text, Time duration);

}  // namespace beatsync::interchange
