#include "music/song_level.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "music/onset_features.h"

namespace beatsync::music {
namespace {

constexpr std::size_t kBands = OnsetFeatures::kBands;
constexpr double kStepsADecade = OnsetFeatures::kStepsADecade;
constexpr std::size_t kLevel = 100;    // byte that loud frames are brought to
constexpr std::size_t kQuietest = 8;   // quieter songs gain no more than one of this level
constexpr std::size_t kLoudPart = 20;  // one frame in so many is louder than the level

double magnitude(std::size_t byte) {
    return std::pow(10.0, static_cast<double>(byte) / kStepsADecade) - 1;
}

/// The level of a song: of the loudest band, in the twentieth of frames where that is loudest.
std::size_t level_of(std::span<const std::uint8_t> spectrogram) {
    const std::size_t frames = spectrogram.size() / kBands;
    std::array<std::size_t, 256> frames_at{};
    for (std::size_t f = 0; f < frames; ++f)
        ++frames_at[std::ranges::max(spectrogram.subspan(f * kBands, kBands))];
    std::size_t louder = frames / kLoudPart;
    std::size_t level = frames_at.size() - 1;
    while (level > 0 && louder >= frames_at[level])
        louder -= frames_at[level--];
    return level;
}

}  // namespace

void bring_to_level(std::span<std::uint8_t> spectrogram) {
    const double gain = magnitude(kLevel) / magnitude(std::max(level_of(spectrogram), kQuietest));
    std::array<std::uint8_t, 256> levelled{};
    for (std::size_t byte = 0; byte < levelled.size(); ++byte)
        levelled[byte] = static_cast<std::uint8_t>(
            std::clamp(std::lround(kStepsADecade * std::log10(1 + gain * magnitude(byte))), 0L, 255L));
    for (std::uint8_t& byte : spectrogram)
        byte = levelled[byte];
}

}  // namespace beatsync::music
