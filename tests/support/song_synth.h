#pragma once

#include <cstdint>
#include <vector>

namespace beatsync::test {

/// A stretch of a synthesised song.
struct SongPart {
    int bars = 8;
    float gain = 1;      ///< of everything
    bool drums = true;   ///< kick, snare, hat
    bool chords = true;  ///< chords and bass
    int key = 0;         ///< semitones that the part's four chords are moved by
};

struct SongSpec {
    int sample_rate = 22050;
    int channels = 1;
    double seconds = 16;
    double bpm = 120;
    double end_bpm = 0;  ///< where a steady change of tempo ends; 0 = it stays
    int beats_a_bar = 4;
    double first_beat = 0.5;  ///< seconds, a downbeat
    std::vector<SongPart> parts{SongPart{.bars = 1000}};
    double silent_from = 0;  ///< a break: digital silence in [silent_from, silent_until)
    double silent_until = 0;
    std::uint32_t seed = 1;
};

struct Song {
    std::vector<float> samples;  ///< interleaved, within ±1
    int sample_rate = 0;
    int channels = 0;
    std::vector<double> beats;   ///< seconds; each falls on a sample, the first of its drum and bass notes
    std::vector<int> positions;  ///< of each beat in its bar, 1 = downbeat
    std::vector<double> section_starts;  ///< seconds; the first is that of the first beat
};

/// Kick on the first beat of a bar (and the third of four), snare on the second and fourth (the others of
/// three), hats on eighths, bass on beats, a chord a bar. Truth by construction: the beats are where the
/// notes were put.
[[nodiscard]] Song synthesise_song(const SongSpec& spec);

/// Short decaying tones that begin at their loudest at the given times, and nothing else.
[[nodiscard]] std::vector<float> synthesise_clicks(const std::vector<double>& times, double seconds,
                                                   int sample_rate);

/// White noise.
[[nodiscard]] std::vector<float> synthesise_noise(double seconds, int sample_rate, std::uint32_t seed);

/// Something with the rhythm of talk: syllables of voiced and unvoiced sound, 100 to 400 ms long with
/// irregular pauses.
[[nodiscard]] std::vector<float> synthesise_speech(double seconds, int sample_rate, std::uint32_t seed);

}  // namespace beatsync::test
