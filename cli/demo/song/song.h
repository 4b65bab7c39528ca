#pragma once

#include <string>
#include <vector>

#include "cli/demo/song/stereo.h"
#include "core/error.h"
#include "core/run_context.h"

namespace beatsync::cli::song {

/// Plays and mixes the whole song: peak at −1 dBFS, about −13 LUFS. Errc::cancelled when stopped.
[[nodiscard]] Result<Stereo> make_song(const RunContext& context);

/// When the quarter notes are heard, in seconds; the last is the final hit.
[[nodiscard]] std::vector<double> beats();

/// A WAV file: 16 bits, with triangular dither so that the last of the reverb fades into noise, not buzz.
[[nodiscard]] std::string wav_bytes(const Stereo& song);

}  // namespace beatsync::cli::song
