#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace beatsync::cli::song {

// The composition, as data: D minor, 124 beats a minute, sixteen steps a bar. Nothing here makes a sound.

inline constexpr double kTempoBpm = 124.0;
inline constexpr int kStepsPerBar = 16;
inline constexpr int kStepsPerBeat = 4;

enum class Part : unsigned char { intro, build, drop, breakdown, second_drop, outro };

inline constexpr int kBars = 30;      ///< after them one last hit on a downbeat, and its tail
inline constexpr double kTail = 2.4;  ///< seconds

[[nodiscard]] Part part_of(int bar);
[[nodiscard]] bool starts_part(int bar);

/// When a step begins, in seconds from the song's first sample.
[[nodiscard]] constexpr double seconds_of_step(int step) {
    return step * 60.0 / kTempoBpm / kStepsPerBeat;
}
[[nodiscard]] std::size_t song_frames();

/// One hit or note. Steps count from the start of the song.
struct Note {
    int step = 0;
    int steps = 1;       ///< how long it is held
    float pitch = 60;    ///< MIDI note; of no meaning for drums
    float velocity = 1;  ///< 0 to 1
};
using Notes = std::vector<Note>;

struct Chord {
    std::array<float, 5> pitches;
    float root;  ///< the bass's note
};
[[nodiscard]] const Chord& chord_of(int bar);

struct DrumParts {
    Notes kick, clap, snare, closed_hat, open_hat, shaker, crash;
};
[[nodiscard]] DrumParts drum_parts();
[[nodiscard]] Notes bass_part();
/// Rhythm of the chord stabs; the chord itself is chord_of its bar.
[[nodiscard]] Notes stab_part();
[[nodiscard]] Notes arpeggio_part();
[[nodiscard]] Notes lead_part();

}  // namespace beatsync::cli::song
