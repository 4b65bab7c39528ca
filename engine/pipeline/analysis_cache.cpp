#include "pipeline/analysis_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

#include "core/file.h"
#include "media/digest.h"

namespace beatsync::pipeline {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "beatsync-analysis\n";
constexpr std::size_t kDigestLength = 64;
constexpr std::string_view kSuffix = ".analysis";
constexpr std::string_view kTemporarySuffix = ".part";
constexpr std::size_t kMaxEntryBytes = 256U << 20U;

/// No writer takes a day: what is older belongs to a process that was killed.
constexpr auto kAbandonedAfter = std::chrono::hours(24);

bool ends_with(const std::string& text, std::string_view suffix) {
    return text.size() > suffix.size() &&
           text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

bool is_entry(const std::string& name) {
    return ends_with(name, kSuffix) && name.size() == kDigestLength + kSuffix.size();
}

bool is_abandoned(const fs::directory_entry& file, const std::string& name) {
    std::error_code ec;
    const auto age = fs::file_time_type::clock::now() - file.last_write_time(ec);
    return !ec && age > kAbandonedAfter && ends_with(name, kTemporarySuffix) &&
           name.find(kSuffix) != std::string::npos;
}

struct Entry {
    fs::file_time_type used;
    fs::path path;
    std::uintmax_t bytes;
    friend bool operator<(const Entry& a, const Entry& b) {
        return std::tie(a.used, a.path) < std::tie(b.used, b.path);
    }
};

}  // namespace

AnalysisCache::AnalysisCache(fs::path folder, std::uintmax_t limit_bytes, const RunContext& context)
    : folder_(std::move(folder)), limit_bytes_(limit_bytes), context_(context) {}

fs::path AnalysisCache::entry_path(std::string_view key) const {
    return folder_ / (media::sha256(key) + std::string(kSuffix));
}

void AnalysisCache::note(std::string_view what, const fs::path& path, std::string_view why) const {
    context_.say(LogLevel::debug, fmt::format("analysis cache: {} {}: {}", what, path.string(), why));
}

std::optional<std::string> AnalysisCache::load(std::string_view key) const {
    if (folder_.empty()) return std::nullopt;
    const fs::path path = entry_path(key);
    auto bytes = read_file(path, kMaxEntryBytes);
    if (!bytes) return std::nullopt;
    const std::size_t header = kMagic.size() + kDigestLength;
    const bool whole = bytes->size() > header && bytes->compare(0, kMagic.size(), kMagic) == 0 &&
                       bytes->compare(kMagic.size(), kDigestLength,
                                      media::sha256(std::string_view(*bytes).substr(header))) == 0;
    if (!whole) {
        note("ignored", path, "damaged");
        return std::nullopt;
    }
    std::error_code ec;
    fs::last_write_time(path, fs::file_time_type::clock::now(),
                        ec);  // trim() goes by it; failing is harmless
    bytes->erase(0, header);
    return *std::move(bytes);
}

void AnalysisCache::store(std::string_view key, std::string_view value) const {
    if (folder_.empty()) return;
    const fs::path path = entry_path(key);
    std::error_code ec;
    fs::create_directories(folder_, ec);
    if (ec) return note("cannot make", folder_, ec.message());
    const auto written = write_file(path, fmt::format("{}{}{}", kMagic, media::sha256(value), value));
    if (!written) note("cannot keep", path, written.error().message);
}

void AnalysisCache::trim() const {
    if (folder_.empty()) return;
    std::vector<Entry> entries;
    std::uintmax_t total = 0;
    std::error_code ec;
    for (fs::directory_iterator it(folder_, ec), end; !ec && it != end; it.increment(ec)) {
        const std::string name = it->path().filename().string();
        std::error_code ignored;  // another process may remove it meanwhile
        if (is_abandoned(*it, name)) fs::remove(it->path(), ignored);
        if (!is_entry(name)) continue;
        Entry entry{it->last_write_time(ignored), it->path(), it->file_size(ignored)};
        if (ignored) continue;
        total += entry.bytes;
        entries.push_back(std::move(entry));
    }
    std::sort(entries.begin(), entries.end());
    for (const Entry& oldest : entries) {
        if (total <= limit_bytes_) break;
        std::error_code ignored;
        fs::remove(oldest.path, ignored);
        total -= oldest.bytes;
    }
}

}  // namespace beatsync::pipeline
