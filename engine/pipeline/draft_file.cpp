#include "pipeline/draft_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/file.h"
#include "draft/draft_json.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

std::string relative_source(const std::string& source, const fs::path& folder) {
    if (source.empty() || !fs::path(source).is_absolute()) return source;
    const fs::path relative = fs::path(source).lexically_relative(folder);
    const bool under = !relative.empty() && *relative.begin() != "..";
    return under ? relative.string() : source;
}

std::string absolute_source(const std::string& source, const fs::path& folder) {
    return source.empty() ? source : fs::absolute(folder / source).lexically_normal().string();
}

}  // namespace

fs::path folder_of(const fs::path& path) {
    return fs::absolute(path).lexically_normal().parent_path();
}

Result<draft::Draft> read_draft(const fs::path& path) {
    BEATSYNC_TRY(const std::string json, read_file(path, draft::kMaxJsonBytes));
    auto draft = draft::from_json(json);
    if (draft) return draft;
    Error error = std::move(draft).error();
    if (error.hint.empty()) error.hint = "a draft is the JSON that `plan`, `sync --draft` and `edit` write";
    return fail_in(path.string(), std::move(error));
}

std::string draft_text(const fs::path& path, draft::Draft draft) {
    const fs::path folder = folder_of(path);
    for (auto& track : draft.tracks)
        for (auto& segment : track.segments)
            segment.source = relative_source(segment.source, folder);
    if (draft.recipe) {
        draft.recipe->song = relative_source(draft.recipe->song, folder);
        for (std::string& clip : draft.recipe->clips)
            clip = relative_source(clip, folder);
    }
    return draft::to_json(draft);
}

Result<void> write_draft(const fs::path& path, draft::Draft draft) {
    return write_file(path, draft_text(path, std::move(draft)));
}

draft::Draft with_absolute_sources(draft::Draft draft, const fs::path& folder) {
    for (auto& track : draft.tracks)
        for (auto& segment : track.segments)
            segment.source = absolute_source(segment.source, folder);
    if (!draft.recipe) return draft;
    draft.recipe->song = absolute_source(draft.recipe->song, folder);
    for (std::string& clip : draft.recipe->clips)
        clip = absolute_source(clip, folder);
    return draft;
}

std::vector<fs::path> sources_of(const draft::Draft& draft, const fs::path& folder) {
    std::vector<fs::path> sources;
    for (const auto& track : draft.tracks)
        for (const auto& segment : track.segments)
            if (!segment.source.empty()) sources.push_back(folder / segment.source);
    std::sort(sources.begin(), sources.end());
    sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
    return sources;
}

}  // namespace beatsync::pipeline
