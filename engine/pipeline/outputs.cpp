#include "pipeline/outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/file.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;

Result<void> check_output(const fs::path& output, std::span<const fs::path> inputs, bool overwrite) {
    const bool is_input = std::any_of(inputs.begin(), inputs.end(), [&](const fs::path& input) {
        std::error_code ec;
        return fs::equivalent(output, input, ec);
    });
    if (is_input)
        return fail(Errc::usage, fmt::format("cannot write {}: it is one of the inputs", output.string()),
                    "choose another name");
    std::error_code ec;
    // What is no regular file is refused below, with or without leave to overwrite.
    const bool is_file = fs::is_regular_file(output, ec) || fs::is_symlink(fs::symlink_status(output, ec));
    if (!overwrite && is_file && !fs::is_directory(output, ec))
        return fail(Errc::usage, fmt::format("cannot write {}: it exists", output.string()),
                    "--overwrite replaces it");
    return check_writable(output);
}

Result<void> check_outputs(const fs::path& video, const fs::path& draft, std::span<const fs::path> inputs,
                           bool overwrite) {
    BEATSYNC_CHECK(check_output(video, inputs, overwrite));
    if (draft.empty()) return {};
    if (fs::absolute(draft).lexically_normal() == fs::absolute(video).lexically_normal())
        return fail(Errc::usage, fmt::format("{} cannot be both draft and video", video.string()),
                    "choose another name for one of them");
    return check_output(draft, inputs, overwrite);
}

}  // namespace beatsync::pipeline
