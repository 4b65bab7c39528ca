#pragma once

#include <filesystem>

#include "core/error.h"
#include "core/run_context.h"
#include "music/music_map.h"

namespace beatsync::report {

struct ClickTrackOptions {
    double song_gain = 0.6;   ///< linear, 0 to 1; 0 = clicks alone
    double click_gain = 0.4;  ///< linear, 0 to 1; the two together at most 1, so that nothing clips
};

/// Writes `song` with a click on each beat (higher and louder on downbeats) as a 16-bit stereo WAV at the
/// song's own sample rate. The first sample of a click is the one nearest to the beat's time. Streams: memory
/// does not grow with length. Appears whole or not at all.
/// Errc::usage when the gains are out of range or `output` is the song; Errc::input when the song cannot be
/// read; Errc::media when it cannot be written, or is too long for a WAV (4 GiB: 6.7 h at 44.1 kHz);
/// Errc::cancelled when stopped.
Result<void> write_click_track(const std::filesystem::path& song, const music::BeatGrid& grid,
                               const std::filesystem::path& output, const ClickTrackOptions& options,
                               const RunContext& context);

}  // namespace beatsync::report
