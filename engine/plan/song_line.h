#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "music/music_map.h"

namespace beatsync::plan {

/// What a beat is in the song's metre, from the weightiest down.
/// Beats of a phrase's last bar run into the next phrase: drummers fill there, and editors cut.
enum class BeatRank : std::uint8_t { section, phrase, bar, half_bar, fill, beat };
inline constexpr std::size_t kBeatRanks = 6;
inline constexpr std::size_t kDriveBands = 3;  ///< calm, in between, driving

/// A number for each rank in each band.
using BeatCounts = std::array<std::array<double, kBeatRanks>, kDriveBands>;

struct LineBeat {
    double at = 0;  ///< seconds on the line
    BeatRank rank = BeatRank::beat;
    std::size_t band = 0;  ///< of the song's drive
    [[nodiscard]] double& in(BeatCounts& counts) const {
        return counts[band][static_cast<std::size_t>(rank)];
    }
};

/// A stretch of the song that lies on the line from `at` on; seconds.
struct Stretch {
    double at = 0;
    double begin = 0;  ///< in the song
    double end = 0;
};

/// The song as it would be heard: its stretches one after the other, joined at bar lines, and their beats.
/// Times on the line are the song's where it is one stretch.
class SongLine {
public:
    /// The song as it is.
    explicit SongLine(const music::MusicMap& music);
    SongLine(const music::MusicMap& music, std::span<const Stretch> stretches);

    [[nodiscard]] const std::vector<LineBeat>& beats() const { return beats_; }
    [[nodiscard]] const std::vector<Stretch>& stretches() const { return stretches_; }
    [[nodiscard]] double end() const { return end_; }
    [[nodiscard]] double song_end() const { return song_end_; }
    /// Median distance of beats, seconds.
    [[nodiscard]] double period() const { return period_; }
    [[nodiscard]] bool has_beats() const { return beats_.size() >= 8; }
    /// Index of the first beat at or after `at`.
    [[nodiscard]] std::size_t first_beat(double at) const;
    /// Index of the beat nearest to `at`; there must be one.
    [[nodiscard]] std::size_t nearest_beat(double at) const;
    /// How many of each rank and band lie in [begin, end).
    [[nodiscard]] BeatCounts counts_in(double begin, double end) const;
    /// The song's time at a place on the line; the nearest there is outside of it.
    [[nodiscard]] double in_song(double at) const;

private:
    void add_beats(const music::MusicMap& music);

    std::vector<Stretch> stretches_;
    std::vector<LineBeat> beats_;
    std::vector<BeatCounts> counts_;  // of the first n beats
    double end_ = 0;
    double song_end_ = 0;
    double period_ = 0.5;
};

/// The song from its beginning, then again and again from one bar line to another, until `seconds` are
/// reached. The bar lines are chosen so that what follows the jump sounds like what would have followed.
[[nodiscard]] std::vector<Stretch> looped(const music::MusicMap& music, double seconds);

/// The song without what lies between two of its bar lines, so that it ends `seconds` after `start`, to
/// within 60 ms; empty when no two are so far apart.
[[nodiscard]] std::vector<Stretch> shortened(const music::MusicMap& music, double start, double seconds);

}  // namespace beatsync::plan
