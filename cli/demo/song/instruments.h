#pragma once

#include "cli/demo/song/score.h"
#include "cli/demo/song/stereo.h"

namespace beatsync::cli::song {

// Each plays its whole part into a new line of the mixing desk, dry.

[[nodiscard]] Stereo play_bass(const Notes& notes);
[[nodiscard]] Stereo play_stabs(const Notes& notes);
/// One soft chord a bar, all through the song.
[[nodiscard]] Stereo play_pads();
[[nodiscard]] Stereo play_arpeggio(const Notes& notes);
[[nodiscard]] Stereo play_lead(const Notes& notes);
/// Noise and a tone that rise for two bars into each drop, and a low boom where it lands.
[[nodiscard]] Stereo play_risers();

}  // namespace beatsync::cli::song
