#include "cloud/upload_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <system_error>
#include <utility>

#include "cloud/error_table.h"
#include "cloud/json_reader.h"

namespace beatsync::cloud {
namespace {

using nlohmann::json;

constexpr int kUnsupported = 4001;
constexpr int kTooLarge = 4002;

constexpr auto kTypes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {".mp4", "video/mp4"},
    {".mov", "video/quicktime"},
    {".avi", "video/x-msvideo"},
    {".webm", "video/webm"},
    {".mkv", "video/x-matroska"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".png", "image/png"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".mp3", "audio/mpeg"},
    {".wav", "audio/wav"},
    {".m4a", "audio/mp4"},
    {".aac", "audio/aac"},
});

constexpr auto kNames =
    std::to_array<const char*>({"file_id", "fileId", "id", "video_id", "asset_id", "media_id", "uri", "url",
                                "file_url", "path", "file_path", "key", "file_name", "filename", "name"});

tl::unexpected<Error> refusal(int code, const std::filesystem::path& file) {
    const ErrorRow row = find_error_row(200, code, Endpoint::upload, TokenOwner::anonymous);
    Error error = to_error(row, "", "", "");
    error.code = Errc::input;
    error.message = fmt::format("cannot upload {}: {}", file.string(), error.message);
    return fail(std::move(error));
}

std::string reference_in(const json& answer) {
    if (answer.is_string()) return answer.get<std::string>();
    if (answer.is_array()) return answer.empty() ? "" : reference_in(answer.front());
    if (!answer.is_object()) return "";
    for (const char* name : kNames) {
        const auto found = answer.find(name);
        if (found == answer.end()) continue;
        if (found->is_string() && !found->get_ref<const std::string&>().empty())
            return found->get<std::string>();
        if (found->is_number_integer()) return write_json(*found);
    }
    // {"files":[{…}]}, {"file":{…}}: the first list or object that names something.
    for (const json& inside : answer) {
        if (!inside.is_structured()) continue;
        if (std::string found = reference_in(inside); !found.empty()) return found;
    }
    return "";
}

}  // namespace

std::string_view upload_mime_type(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [known, type] : kTypes)
        if (ending == known) return type;
    return {};
}

Result<void> check_upload(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status))
        return fail(Errc::input, fmt::format("cannot upload {}: there is no such file", file.string()),
                    "check the path");
    if (!std::filesystem::is_regular_file(status))
        return fail(Errc::input, fmt::format("cannot upload {}: it is no file", file.string()),
                    "give the files in it");
    if (upload_mime_type(file).empty()) return refusal(kUnsupported, file);
    const auto size = std::filesystem::file_size(file, error);
    if (error) return fail(Errc::input, fmt::format("cannot upload {}: {}", file.string(), error.message()));
    if (size == 0) return fail(Errc::input, fmt::format("cannot upload {}: it is empty", file.string()));
    if (size > static_cast<std::uintmax_t>(kMaxUploadBytes)) return refusal(kTooLarge, file);
    return {};
}

FilePart upload_part(const std::filesystem::path& file) {
    return {"files", file, file.filename().string(), std::string(upload_mime_type(file))};
}

std::string upload_reference(std::string_view answer_json) {
    const auto answer = read_json(answer_json);
    return answer ? reference_in(*answer) : "";
}

}  // namespace beatsync::cloud
