#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>

#include "core/error.h"
#include "music/music_map.h"

namespace beatsync::report {

/// The clicks of a grid, sample by sample: higher and louder on downbeats; the first sample of a click is the
/// one nearest to the beat's time. One at a time: the next cuts off the last, so that the sum never exceeds
/// one click.
class Clicks {
public:
    /// `grid` must outlive this.
    Clicks(const music::BeatGrid& grid, int sample_rate) : grid_(grid), rate_(sample_rate) { aim(); }

    /// The sample at `frame`, full scale ±1. Call with 0, 1, 2 …
    [[nodiscard]] double at(std::int64_t frame);

private:
    static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

    void aim();

    const music::BeatGrid& grid_;
    int rate_;
    std::size_t next_ = 0;
    std::int64_t upcoming_ = kNever;  // frame at which beat next_ begins
    std::int64_t begin_ = -1;         // of the click that sounds
    bool downbeat_ = false;
};

/// Errc::usage when song and clicks together could exceed full scale, or the output is the song.
[[nodiscard]] Result<void> check_clicks(const std::filesystem::path& song,
                                        const std::filesystem::path& output, double song_gain,
                                        double click_gain);

}  // namespace beatsync::report
