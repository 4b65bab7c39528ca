#pragma once

#include "cli/demo/song/score.h"
#include "cli/demo/song/stereo.h"

namespace beatsync::cli::song {

/// Echoes that jump from side to side, `seconds` apart. Only the echoes.
[[nodiscard]] Stereo ping_pong_delay(const Stereo& in, double seconds, float feedback);

/// A hall of about `decay_seconds` (−60 dB). Only the hall. A feedback delay network of eight lines (Jot,
/// Chaigne: Digital delay networks for designing artificial reverberators, AES 1991).
[[nodiscard]] Stereo reverb(const Stereo& in, float decay_seconds);

/// Takes out everything under `cutoff_hz`, so that only bass and kick have the low end.
void cut_lows(Stereo& line, float cutoff_hz);

/// Pulls a line down by `depth` (0 to 1) at each kick and lets it swell back: the pump of the style.
void duck(Stereo& line, const Notes& kicks, float depth);

/// Bends peaks softly, as tape does; quiet sounds pass unchanged but for `gain`.
void saturate(Stereo& line, float gain);

/// Turns down ahead of every peak so that no sample exceeds `ceiling`; moves nothing in time.
void limit(Stereo& line, float ceiling);

/// Silence at the very end instead of a cut tail.
void fade_out(Stereo& line, double seconds);

}  // namespace beatsync::cli::song
