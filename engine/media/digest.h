#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/error.h"

namespace beatsync::media {

/// SHA-256 (FIPS 180-4) of bytes, as 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// Tells files apart by content at a cost that does not grow with their size: SHA-256 of the length and of 32
/// blocks of 64 KiB spread evenly from head to tail, so of everything up to 2 MiB. A change in place that
/// keeps the length and misses every block goes unseen; encoders and editors never do that. 64 hexadecimal
/// digits. Errc::input when the file is missing, unreadable or not a regular file.
[[nodiscard]] Result<std::string> content_digest(const std::filesystem::path& path);

/// SHA-256 of every byte, for those who may not mistake one file for another. Errors as content_digest.
[[nodiscard]] Result<std::string> file_sha256(const std::filesystem::path& path);

}  // namespace beatsync::media
