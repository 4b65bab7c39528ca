#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "music/fft.h"
#include "music/filterbank.h"
#include "music/frame_cutter.h"

namespace beatsync::music {

/// Where in the spectrum something begins: kick and bass; snare, chords, voice; hats, cymbals, snare wires.
enum OnsetBand : std::size_t { kLow, kMid, kHigh, kOnsetBands };

/// What the beat tracker keeps of a song.
struct OnsetFeatures {
    static constexpr double kFrameRate = 100;  ///< of `novelty`, a second
    static constexpr double kFineRate = 300;   ///< of `fine`, a second

    static constexpr std::size_t kBands = 81;   ///< of `spectrogram`
    static constexpr float kStepsADecade = 64;  ///< of its bytes

    std::array<std::vector<float>, kOnsetBands> novelty;  ///< SuperFlux a band, >= 0
    /// kBands values a frame, 12 bands an octave from 30 Hz to 17 kHz: 64·log10(1 + 512·magnitude), where 1
    /// is a full-scale sine. In bytes, because a mix of three hours has a million frames.
    std::vector<std::uint8_t> spectrogram;
    std::vector<float> fine;  ///< energy flux, >= 0, for placing a beat exactly
    double seconds = 0;       ///< length of the song
};

/// SuperFlux (S. Böck, G. Widmer: Maximum filter vibrato suppression for onset detection, DAFx 2013) in three
/// bands, and an energy flux with a short window.
class OnsetFrontEnd {
public:
    explicit OnsetFrontEnd(int sample_rate);
    void push(std::span<const float> mono);
    [[nodiscard]] OnsetFeatures finish();

private:
    void add_frame(std::span<const float> window);
    void add_fine_frame(std::span<const float> window);

    double sample_rate_;
    std::size_t pushed_ = 0;
    MagnitudeSpectrum spectrum_;
    FrameCutter frames_;
    Filterbank filterbank_;
    Filterbank coarse_filterbank_;
    MagnitudeSpectrum fine_spectrum_;
    FrameCutter fine_frames_;
    Filterbank fine_filterbank_;
    std::array<std::size_t, kOnsetBands> band_end_{};
    std::vector<float> coarse_bands_, bands_, previous_, fine_bands_, fine_previous_;
    OnsetFeatures features_;
};

}  // namespace beatsync::music
