#pragma once

#include <filesystem>
#include <vector>

#include "report/wav_writer.h"

namespace beatsync::report {

/// Writes samples as a WAV at `path`.
inline bool write_wav(const std::filesystem::path& path, const std::vector<float>& interleaved,
                      int sample_rate, int channels) {
    auto writer = WavWriter::create(path, {sample_rate, channels});
    return writer && writer->write(interleaved) && writer->finish();
}

}  // namespace beatsync::report
