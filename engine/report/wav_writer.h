#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/file.h"

namespace beatsync::report {

/// A 16-bit PCM WAV, written as it comes, that appears under its name only when it is whole.
class WavWriter {
public:
    struct Format {
        int sample_rate = 44100;
        int channels = 2;
    };
    /// The most sound that the format's 32-bit sizes can count.
    static constexpr std::uint64_t kMostBytes = 0xFFFF'FFFFU - 36U;

    /// Errc::media when the file cannot be made.
    [[nodiscard]] static Result<WavWriter> create(const std::filesystem::path& path, const Format& format);

    /// Interleaved samples, full scale ±1; beyond it they are clipped. Errc::media when the disk is full, or
    /// the file would grow past kMostBytes.
    Result<void> write(std::span<const float> interleaved);

    /// Puts the file in its place. Call once, last.
    Result<void> finish();

private:
    WavWriter(AtomicFile file, std::ofstream stream, const Format& format);
    [[nodiscard]] std::string header() const;
    [[nodiscard]] tl::unexpected<Error> failure() const;

    AtomicFile file_;
    std::ofstream stream_;
    Format format_;
    std::uint64_t bytes_ = 0;   // of sound, written so far
    std::vector<char> buffer_;  // kept between calls
};

}  // namespace beatsync::report
