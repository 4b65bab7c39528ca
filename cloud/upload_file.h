#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "cloud/transport.h"
#include "core/error.h"

namespace beatsync::cloud {

/// "500 MB": of the two meanings the larger, for the service may mean it.
inline constexpr std::int64_t kMaxUploadBytes = std::int64_t{500} << 20U;

/// The MIME type of a file of this name that the service takes; "" for one that it does not.
[[nodiscard]] std::string_view upload_mime_type(const std::filesystem::path& file);

/// The service's own answer to a file that it would not take (codes 4001 and 4002), given before a byte is
/// sent. Errc::input; also when the file is missing or none.
Result<void> check_upload(const std::filesystem::path& file);

/// The file as a part of a request: under its last name alone.
[[nodiscard]] FilePart upload_part(const std::filesystem::path& file);

/// What an uploaded file is called in a draft: of the answer's object for it the first of file_id, id, …,
/// uri, url, …, name that is text; or the answer itself where it is one. "" when there is nothing of the
/// kind. The answer's fields vary, so this is a guess at what the service itself would use.
[[nodiscard]] std::string upload_reference(std::string_view answer_json);

}  // namespace beatsync::cloud
