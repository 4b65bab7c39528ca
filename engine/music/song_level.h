#pragma once

#include <cstdint>
#include <span>

namespace beatsync::music {

/// Makes a spectrogram, of OnsetFeatures, what it were if the song had been recorded at the level that the
/// network hears best at. Masters lie 30 dB apart, and in a loud one noise stands out as onsets do in a quiet
/// one.
void bring_to_level(std::span<std::uint8_t> spectrogram);

}  // namespace beatsync::music
