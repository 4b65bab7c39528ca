#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "music/fft.h"
#include "music/filterbank.h"
#include "music/frame_cutter.h"

namespace beatsync::music {

/// What a song sounds like at a moment: which notes (chroma, 12 pitch classes from A) and which colour (log
/// magnitudes in bands an octave and a half wide).
struct HarmonyFrame {
    static constexpr std::size_t kPitchClasses = 12;
    static constexpr std::size_t kColours = 8;

    std::array<float, kPitchClasses> chroma{};
    std::array<float, kColours> colour{};
    float centroid_hz = 0;  ///< of the magnitudes
    float magnitude = 0;    ///< their sum
};

/// Chroma and colour ten times a second from a long window.
class Harmony {
public:
    static constexpr double kFrameRate = 10;

    explicit Harmony(int sample_rate);
    void push(std::span<const float> mono);
    [[nodiscard]] std::vector<HarmonyFrame> finish();

private:
    void add_frame(std::span<const float> window);
    void measure_brightness(std::span<const float> magnitudes, HarmonyFrame& frame) const;

    double bin_hz_;
    MagnitudeSpectrum spectrum_;
    FrameCutter frames_;
    Filterbank notes_;
    Filterbank colours_;
    std::vector<std::size_t> pitch_class_;  // of each note band
    std::vector<float> note_bands_, colour_bands_;
    std::vector<HarmonyFrame> result_;
};

/// Sum of the frames in [begin_seconds, end_seconds), each vector scaled to length 1. At least one frame is
/// used where there is any.
[[nodiscard]] HarmonyFrame mean_harmony(std::span<const HarmonyFrame> frames, double begin_seconds,
                                        double end_seconds);

/// 0 for vectors in one direction, 1 for unrelated ones.
[[nodiscard]] float cosine_distance(std::span<const float> a, std::span<const float> b);

/// How much the notes of the `length` seconds before `at` differ from those of the seconds after it, 0 to 1.
[[nodiscard]] float harmony_change(std::span<const HarmonyFrame> frames, double at, double length);

}  // namespace beatsync::music
