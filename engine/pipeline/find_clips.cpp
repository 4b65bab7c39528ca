#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>
#include <system_error>

#include "pipeline/pipeline.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

/// What a search of a folder picks up. A file given by itself is tried whatever its name.
constexpr std::array<std::string_view, 34> kMediaSuffixes = {
    ".3g2", ".3gp",  ".asf", ".avi",  ".avif", ".bmp", ".dv",   ".flv",  ".gif", ".heic", ".heif", ".jpeg",
    ".jpg", ".m2ts", ".m2v", ".m4v",  ".mkv",  ".mov", ".mp4",  ".mpeg", ".mpg", ".mts",  ".mxf",  ".ogv",
    ".png", ".qt",   ".tif", ".tiff", ".ts",   ".vob", ".webm", ".webp", ".wmv", ".y4m"};

constexpr std::array<std::string_view, 16> kSoundSuffixes = {
    ".aac", ".aif", ".aiff", ".ape", ".caf",  ".flac", ".m4a", ".mka",
    ".mp2", ".mp3", ".oga",  ".ogg", ".opus", ".wav",  ".wma", ".wv"};

bool has_suffix(const fs::path& path, std::span<const std::string_view> sorted) {
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::binary_search(sorted.begin(), sorted.end(), suffix);
}

/// Hidden files are passed over: macOS leaves a "._NAME.mp4" beside each file on foreign disks.
bool hidden(const fs::path& path) {
    return path.filename().string().front() == '.';
}

bool matches_any(const fs::path& path, std::span<const std::string> patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return matches(path, pattern); });
}

}  // namespace

Result<std::vector<fs::path>> find_files(const fs::path& folder,
                                         const std::function<bool(const fs::path&)>& wanted) {
    std::vector<fs::path> found;
    std::error_code ec;
    // Passing over what may not be read is for what lies inside, not for the folder itself.
    [[maybe_unused]] const fs::directory_iterator readable(folder, ec);
    fs::recursive_directory_iterator it =
        ec ? fs::recursive_directory_iterator()
           : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, ec);
    for (const fs::recursive_directory_iterator end; !ec && it != end; it.increment(ec)) {
        std::error_code ignored;
        if (hidden(it->path())) {
            if (it->is_directory(ignored)) it.disable_recursion_pending();
        } else if (it->is_regular_file(ignored) && wanted(it->path())) {
            found.push_back(it->path());
        }
    }
    if (ec) return fail(Errc::input, fmt::format("cannot read {}: {}", folder.string(), ec.message()));
    std::sort(found.begin(), found.end());
    return found;
}

bool looks_like_sound(const fs::path& file) {
    return has_suffix(file, kSoundSuffixes);
}

bool matches(const fs::path& clip, const std::string& pattern) {
    return ::fnmatch(pattern.c_str(), clip.filename().c_str(), 0) == 0 ||
           ::fnmatch(pattern.c_str(), clip.c_str(), 0) == 0;
}

Result<void> check_is_there(const fs::path& input) {
    std::error_code ec;
    if (fs::exists(fs::status(input, ec))) return {};
    return fail(Errc::input, fmt::format("cannot read {}: {}", input.string(), ec.message()),
                "check the path");
}

namespace {

/// What a search picks up, and what to say when there is none of it.
struct Wanted {
    std::span<const std::string_view> suffixes;
    std::string_view what;
    std::string_view hint;
};

Result<std::vector<fs::path>> find(std::span<const fs::path> given, const Wanted& wanted) {
    std::vector<fs::path> files;
    std::set<fs::path> seen;  // a file given twice, or by itself and in a folder, is still one file
    const auto add = [&](const fs::path& path) {
        std::error_code ec;
        const fs::path real = fs::canonical(path, ec);
        if (seen.insert(ec ? path : real).second) files.push_back(path);
    };
    for (const fs::path& path : given) {
        BEATSYNC_CHECK(check_is_there(path));
        std::error_code ec;
        if (!fs::is_directory(path, ec)) {
            add(path);
            continue;
        }
        BEATSYNC_TRY(const auto found, find_files(path, [&](const fs::path& file) {
                         return has_suffix(file, wanted.suffixes);
                     }));
        if (found.empty())
            return fail(Errc::input, fmt::format("no {} in {}", wanted.what, path.string()),
                        std::string(wanted.hint));
        for (const fs::path& file : found)
            add(file);
    }
    return files;
}

}  // namespace

Result<std::vector<fs::path>> find_clips(std::span<const fs::path> given) {
    return find(given, {kMediaSuffixes, "clips", "give a folder with video files or pictures"});
}

Result<std::vector<fs::path>> find_songs(std::span<const fs::path> given) {
    return find(given,
                {kSoundSuffixes, "songs", "give a folder with mp3, wav, m4a, flac, ogg or opus files"});
}

Result<std::vector<fs::path>> select_clips(std::vector<fs::path> clips, std::span<const std::string> only,
                                           std::span<const std::string> exclude) {
    for (const auto* patterns : {&only, &exclude}) {
        for (const std::string& pattern : *patterns) {
            const std::array<std::string, 1> one = {pattern};
            if (std::none_of(clips.begin(), clips.end(), [&](const auto& c) { return matches_any(c, one); }))
                return fail(Errc::usage, fmt::format("no clip is called '{}'", pattern),
                            "give a file name, or a pattern like 'IMG_*.mov'");
        }
    }
    std::erase_if(clips, [&](const fs::path& clip) {
        return (!only.empty() && !matches_any(clip, only)) || matches_any(clip, exclude);
    });
    if (clips.empty())
        return fail(Errc::usage, "the selection leaves no clip", "exclude less, or name more with --only");
    return clips;
}

}  // namespace beatsync::pipeline
