#pragma once

#include <cstdint>
#include <vector>

#include "core/time.h"

namespace beatsync::music {

struct Beat {
    Time at;
    float strength = 0;                ///< onset strength at the beat, 0 to 1 within the song
    std::uint8_t position_in_bar = 0;  ///< 1 = downbeat; 0 = not known
    friend bool operator==(const Beat&, const Beat&) = default;
};

/// Times count from the first sample that a player plays.
struct BeatGrid {
    Time duration;            ///< of the song
    double tempo_bpm = 0;     ///< of the median beat; 0 when there are no beats
    float confidence = 0;     ///< 0 to 1: how likely the beats are the ones that people tap
    std::vector<Beat> beats;  ///< strictly increasing, within [0, duration)
};

/// A stretch of the song that sounds alike; sections tile [0, duration).
struct Section {
    TimeRange range;
    int label = 0;     ///< sections with the same label sound alike (0 = the first heard)
    float energy = 0;  ///< mean loudness in the section relative to the song's loudest section, 0 to 1
};

/// What a song feels like apart from its beats and its loudness: for choosing one by mood.
struct Character {
    float brightness_hz = 0;  ///< spectral centroid (40 Hz to 16 kHz), weighed by magnitude; 0 = not known
    float onsets_a_second = 0;
    float mode = 0;  ///< 1 = surely major, -1 = surely minor, 0 = neither
    friend bool operator==(const Character&, const Character&) = default;
};

struct MusicMap {
    BeatGrid grid;
    std::vector<Section> sections;
    std::vector<float>
        beat_energy;             ///< one a beat, 0 to 1 within the song: loudness from this beat to the next
    double loudness_lufs = -70;  ///< integrated, EBU R 128; −70 = silence
    double true_peak_dbtp = -70;
    Character character;
};

}  // namespace beatsync::music
