#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "music/analyser.h"
#include "support/song_synth.h"

namespace beatsync::music {

/// The map of a song, pushed in blocks of `block_frames`. A failure of the test when there is none.
inline MusicMap listen(std::span<const float> samples, int sample_rate, int channels = 1,
                       TrackerKind tracker = TrackerKind::beatsync, std::size_t block_frames = 4096) {
    auto analyser =
        MusicAnalyser::create({.sample_rate = sample_rate, .channels = channels, .tracker = tracker});
    if (!analyser) {
        ADD_FAILURE() << describe(analyser.error());
        return {};
    }
    const std::size_t block = block_frames * static_cast<std::size_t>(channels);
    for (std::size_t at = 0; at < samples.size(); at += block)
        analyser->push(samples.subspan(at, std::min(block, samples.size() - at)));
    auto map = analyser->finish();
    if (!map) {
        ADD_FAILURE() << describe(map.error());
        return {};
    }
    return *std::move(map);
}

inline MusicMap listen(const test::Song& song) {
    return listen(song.samples, song.sample_rate, song.channels);
}

/// Signed distance in ms from each true beat to the beat found nearest to it.
inline std::vector<double> offsets_ms(const std::vector<double>& truth, const BeatGrid& grid) {
    std::vector<double> offsets;
    for (const double at : truth) {
        double nearest = 1e9;
        for (const Beat& beat : grid.beats)
            if (const double d = beat.at.seconds() - at; std::abs(d) < std::abs(nearest)) nearest = d;
        offsets.push_back(nearest * 1e3);
    }
    return offsets;
}

/// 2·hits/(beats found + true beats), a hit within ±`tolerance_ms`.
inline double f_measure(const std::vector<double>& truth, const BeatGrid& grid, double tolerance_ms = 70) {
    if (truth.empty() || grid.beats.empty()) return 0;
    const auto offsets = offsets_ms(truth, grid);
    const auto hits = std::ranges::count_if(offsets, [&](double d) { return std::abs(d) <= tolerance_ms; });
    return 2.0 * static_cast<double>(hits) / static_cast<double>(truth.size() + grid.beats.size());
}

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

/// The true downbeats.
inline std::vector<double> downbeats(const test::Song& song) {
    std::vector<double> result;
    for (std::size_t b = 0; b < song.beats.size(); ++b)
        if (song.positions[b] == 1) result.push_back(song.beats[b]);
    return result;
}

/// The grid's downbeats as a grid.
inline BeatGrid downbeats(const BeatGrid& grid) {
    BeatGrid result;
    for (const Beat& beat : grid.beats)
        if (beat.position_in_bar == 1) result.beats.push_back(beat);
    return result;
}

}  // namespace beatsync::music
