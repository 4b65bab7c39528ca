#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace beatsync::report {

/// What a 16-bit PCM WAV says, read by its specification.
struct WavFile {
    int sample_rate = 0;
    int channels = 0;
    std::vector<std::int16_t> samples;  ///< interleaved
    bool sound = false;                 ///< header and sizes hold together

    static WavFile read(const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        const std::string bytes(std::istreambuf_iterator<char>(in), {});
        WavFile wav;
        if (bytes.size() < 44) return wav;
        const auto number = [&](std::size_t at, std::size_t size) {
            std::uint32_t value = 0;
            for (std::size_t i = 0; i < size; ++i)
                value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
            return value;
        };
        wav.channels = static_cast<int>(number(22, 2));
        wav.sample_rate = static_cast<int>(number(24, 4));
        const std::uint32_t frame_bytes = number(32, 2);
        wav.sound = bytes.substr(0, 4) == "RIFF" && number(4, 4) == bytes.size() - 8 &&
                    bytes.substr(8, 8) == "WAVEfmt " && number(16, 4) == 16 && number(20, 2) == 1 &&
                    number(34, 2) == 16 && frame_bytes == number(22, 2) * 2 &&
                    number(28, 4) == number(24, 4) * frame_bytes && bytes.substr(36, 4) == "data" &&
                    number(40, 4) == bytes.size() - 44;
        wav.samples.resize((bytes.size() - 44) / 2);
        std::memcpy(wav.samples.data(), bytes.data() + 44, wav.samples.size() * 2);
        return wav;
    }
};

}  // namespace beatsync::report
