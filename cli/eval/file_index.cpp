#include "cli/eval/file_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "interchange/annotation.h"
#include "pipeline/pipeline.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kShown = 3;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// What says most first: formats that have bars by nature, then those that may.
std::size_t rank(const fs::path& file, FileKind kind) {
    constexpr std::array<std::string_view, 7> kByWeight{".beats", ".beat", ".jams", ".lab",
                                                        ".txt",   ".tsv",  ".csv"};
    if (kind == FileKind::sound) return 0;
    const auto* found = std::find(kByWeight.begin(), kByWeight.end(), lower(file.extension().string()));
    return static_cast<std::size_t>(found - kByWeight.begin());
}

/// Whether an ending before the last one says only what the file is of: "a.beats.txt", "a.wav.beats".
bool says_kind(const fs::path& file) {
    const std::string ending = lower(file.extension().string());
    return ending == ".labels" || ending == ".reaper" || interchange::surely_holds_beats("x" + ending) ||
           pipeline::looks_like_sound(file);
}

std::string key_of(const fs::path& file, const fs::path& folder, FileKind kind) {
    fs::path key = file.lexically_relative(folder).replace_extension();
    if (kind == FileKind::beats && says_kind(key)) key.replace_extension();
    return key.generic_string();
}

bool is_wanted(const fs::path& file, FileKind kind) {
    return kind == FileKind::sound ? pipeline::looks_like_sound(file)
                                   : interchange::may_hold_beats(file.filename().string());
}

}  // namespace

Result<FileIndex> FileIndex::make(const fs::path& folder, FileKind kind) {
    BEATSYNC_TRY(const auto files, pipeline::find_files(folder, [kind](const fs::path& file) {
                     return is_wanted(file, kind);
                 }));
    FileIndex index;
    index.folder_ = folder;
    for (const fs::path& file : files)
        index.entries_.push_back({key_of(file, folder, kind), file});
    std::stable_sort(index.entries_.begin(), index.entries_.end(), [&](const Entry& a, const Entry& b) {
        return std::pair(std::string_view(a.key), rank(a.file, kind)) <
               std::pair(std::string_view(b.key), rank(b.file, kind));
    });
    std::vector<Entry> best;
    for (Entry& entry : index.entries_) {
        if (!best.empty() && best.back().key == entry.key)
            index.passed_over_.push_back(std::move(entry.file));
        else
            best.push_back(std::move(entry));
    }
    index.entries_ = std::move(best);
    return index;
}

Result<const FileIndex::Entry*> FileIndex::find(std::string_view key) const {
    const auto exact = std::lower_bound(entries_.begin(), entries_.end(), key,
                                        [](const Entry& entry, std::string_view k) { return entry.key < k; });
    if (exact != entries_.end() && exact->key == key) return &*exact;
    const Entry* found = nullptr;
    for (const Entry& entry : entries_) {
        if (name_of(entry.key) != name_of(key)) continue;
        if (found != nullptr)
            return fail(Errc::input,
                        fmt::format("both {} and {} are called {}", found->file.string(), entry.file.string(),
                                    name_of(key)),
                        "lay the folders out alike, or give one set at a time");
        found = &entry;
    }
    return found;
}

std::string_view name_of(std::string_view key) {
    const auto slash = key.rfind('/');
    return slash == std::string_view::npos ? key : key.substr(slash + 1);
}

std::string listed(const std::vector<std::string>& names) {
    const std::size_t shown = names.size() > kShown + 1 ? kShown : names.size();
    std::string text =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

}  // namespace beatsync::cli
