#include <algorithm>
#include <cmath>

#include "cli/demo/song/oscillators.h"
#include "cli/demo/song/song.h"

namespace beatsync::cli::song {
namespace {

template <class Integer>
void put(std::string& bytes, Integer value) {
    const auto bits = static_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 8 * sizeof(Integer); shift += 8)
        bytes.push_back(static_cast<char>((bits >> shift) & 0xFFU));
}

void put_header(std::string& bytes, std::uint32_t data_bytes) {
    constexpr std::uint16_t kPcm = 1;
    constexpr std::uint16_t kChannels = 2;
    constexpr std::uint16_t kFrameBytes = 4;
    bytes += "RIFF";
    put(bytes, 36 + data_bytes);
    bytes += "WAVEfmt ";
    put(bytes, std::uint32_t{16});
    put(bytes, kPcm);
    put(bytes, kChannels);
    put(bytes, std::uint32_t{kSampleRate});
    put(bytes, std::uint32_t{kSampleRate} * kFrameBytes);
    put(bytes, kFrameBytes);
    put(bytes, std::uint16_t{16});
    bytes += "data";
    put(bytes, data_bytes);
}

}  // namespace

std::string wav_bytes(const Stereo& song) {
    std::string bytes;
    bytes.reserve(44 + 4 * song.size());
    put_header(bytes, static_cast<std::uint32_t>(4 * song.size()));
    Noise noise(7);
    const auto quantised = [&](float s) {
        const float dither = 0.5F * (noise.next() + noise.next());
        return static_cast<std::int16_t>(std::lround(std::clamp(32767.0F * s + dither, -32768.0F, 32767.0F)));
    };
    for (std::size_t i = 0; i < song.size(); ++i) {
        put(bytes, quantised(song.left[i]));
        put(bytes, quantised(song.right[i]));
    }
    return bytes;
}

}  // namespace beatsync::cli::song
