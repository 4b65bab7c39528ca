#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

namespace beatsync::test {

/// 16-bit stereo WAV at 48 kHz; both channels the same.
inline void write_wav(const std::filesystem::path& path, std::span<const float> mono) {
    std::ofstream out(path, std::ios::binary);
    const auto put = [&](std::uint32_t v, int bytes) {
        for (int i = 0; i < bytes; ++i)
            out.put(static_cast<char>(v >> (8 * i) & 0xFFU));
    };
    const auto bytes = static_cast<std::uint32_t>(mono.size() * 4);
    out << "RIFF";
    put(36 + bytes, 4);
    out << "WAVEfmt ";
    put(16, 4);
    put(1, 2);
    put(2, 2);
    put(48000, 4);
    put(48000 * 4, 4);
    put(4, 2);
    put(16, 2);
    out << "data";
    put(bytes, 4);
    for (const float x : mono) {
        const auto v = static_cast<std::int16_t>(std::clamp(x, -1.0F, 1.0F) * 32767);
        for (int c = 0; c < 2; ++c)
            put(static_cast<std::uint16_t>(v), 2);
    }
}

}  // namespace beatsync::test
