#pragma once

#include <cstddef>
#include <filesystem>

#include "core/error.h"
#include "media/av.h"

namespace beatsync::media {

/// What the first bytes of a file tell before libav sees it.
struct Sniffed {
    std::size_t id3_bytes = 0;  ///< length of a leading ID3v2 tag
    bool iso_media = false;     ///< MP4, MOV, HEIC…: begins with a `ftyp` box
    bool heif = false;          ///< a HEIF or AVIF picture
    bool animated_webp = false;
    int plays = 1;  ///< of a GIF or APNG: how often it is to be played, 0 = without end
};

/// Errc::input when the file is missing, not a plain file, empty, or unreadable.
[[nodiscard]] Result<Sniffed> sniff(const std::filesystem::path& path);

/// Why libav could not open it, in words for a user.
[[nodiscard]] Error explain_open(const std::filesystem::path& path, const Sniffed& sniffed, int averror);

/// Why a stream cannot be decoded, in words for a user.
[[nodiscard]] Error explain_stream(const std::filesystem::path& path, const AVStream& stream);

/// DRM: the stream's packets are encrypted.
[[nodiscard]] bool is_encrypted(const AVStream& stream);

}  // namespace beatsync::media
