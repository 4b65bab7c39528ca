#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::render {

/// A file's sound from a place on, at another tempo and the same pitch (1 = as it is, sample for sample).
/// Rubber Band's R3 engine in its real-time mode, with its start delay taken off: sample n of the output is
/// what the source plays at `in` + n·tempo/48000 s, within 0.3 ms for the tempos of music. Memory does not
/// depend on length.
class TempoReader {
public:
    /// Errc::input when there is no sound in the file.
    [[nodiscard]] static Result<TempoReader> open(const std::filesystem::path& path, Time in, double tempo);
    TempoReader(TempoReader&&) noexcept;
    TempoReader& operator=(TempoReader&&) noexcept;
    ~TempoReader();

    /// Fills `interleaved` (48 kHz stereo) as far as the file goes; the number of samples filled, 0 at its
    /// end. Errors as media::AudioReader::read.
    Result<std::size_t> read(std::span<float> interleaved);

private:
    class Impl;
    explicit TempoReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace beatsync::render
