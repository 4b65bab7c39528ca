#include "report/wav_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <string_view>
#include <system_error>
#include <utility>

namespace beatsync::report {
namespace {

void append_le(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> static_cast<unsigned>(8 * i) & 0xFFU);
}

std::int16_t to_pcm(float sample) {
    if (!std::isfinite(sample)) return 0;
    return static_cast<std::int16_t>(std::lround(std::clamp(sample * 32767.0F, -32768.0F, 32767.0F)));
}

}  // namespace

WavWriter::WavWriter(AtomicFile file, std::ofstream stream, const Format& format)
    : file_(std::move(file)), stream_(std::move(stream)), format_(format) {}

Result<WavWriter> WavWriter::create(const std::filesystem::path& path, const Format& format) {
    BEATSYNC_TRY(auto file, AtomicFile::create(path));
    std::ofstream stream(file.temporary(), std::ios::binary);
    WavWriter writer(std::move(file), std::move(stream), format);
    const std::string header = writer.header();
    if (!writer.stream_.write(header.data(), static_cast<std::streamsize>(header.size())))
        return writer.failure();
    return writer;
}

std::string WavWriter::header() const {
    const auto rate = static_cast<std::uint32_t>(format_.sample_rate);
    const auto frame_bytes = static_cast<std::uint32_t>(format_.channels) * 2;
    const auto data_bytes = static_cast<std::uint32_t>(bytes_);
    std::string out = "RIFF";
    append_le(out, data_bytes + 36, 4);
    out += "WAVEfmt ";
    append_le(out, 16, 4);
    append_le(out, 1, 2);  // PCM
    append_le(out, static_cast<std::uint32_t>(format_.channels), 2);
    append_le(out, rate, 4);
    append_le(out, rate * frame_bytes, 4);
    append_le(out, frame_bytes, 2);
    append_le(out, 16, 2);
    out += "data";
    append_le(out, data_bytes, 4);
    return out;
}

tl::unexpected<Error> WavWriter::failure() const {
    const int err = errno;
    return fail(
        Errc::media,
        fmt::format("cannot write {}: {}", file_.target().string(), std::generic_category().message(err)),
        err == ENOSPC ? "free some space or write to another disk" : "");
}

Result<void> WavWriter::write(std::span<const float> interleaved) {
    if (bytes_ + interleaved.size() * 2 > kMostBytes)
        return fail(Errc::media,
                    fmt::format("cannot write {}: a WAV holds at most 4 GiB", file_.target().string()),
                    "cut the song into parts");
    buffer_.clear();
    for (const float sample : interleaved) {
        const auto pcm = static_cast<std::uint16_t>(to_pcm(sample));
        buffer_.push_back(static_cast<char>(pcm & 0xFFU));
        buffer_.push_back(static_cast<char>(pcm >> 8U));
    }
    if (!stream_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()))) return failure();
    bytes_ += buffer_.size();
    return {};
}

Result<void> WavWriter::finish() {
    const std::string whole = header();
    stream_.seekp(0);
    stream_.write(whole.data(), static_cast<std::streamsize>(whole.size()));
    stream_.close();
    if (!stream_) return failure();
    return file_.commit();
}

}  // namespace beatsync::report
