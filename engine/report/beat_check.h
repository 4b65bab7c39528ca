#pragma once

#include <filesystem>

#include "core/error.h"
#include "core/run_context.h"
#include "core/time.h"
#include "music/music_map.h"

namespace beatsync::report {

struct BeatCheckOptions {
    int width = 640;  ///< even
    int height = 360;
    Rate fps{60, 1};         ///< an error of 17 ms is a frame
    double song_gain = 0.4;  ///< linear; with click_gain at most 1, so that nothing clips
    double click_gain = 0.6;
};

/// A video that shows and sounds every beat, to judge a grid by eye and ear: on the frame nearest to a beat
/// the whole picture flashes (white; orange and a higher click on downbeats) and fades over the next few;
/// the click begins on the beat's own sample at 48 kHz. Number of the beat, bar, position and time are drawn.
/// As long as the song. Appears whole or not at all. Errors as write_click_track.
Result<void> write_beat_check(const std::filesystem::path& song, const music::BeatGrid& grid,
                              const std::filesystem::path& output, const BeatCheckOptions& options,
                              const RunContext& context);

}  // namespace beatsync::report
