#include "cli/batch/ledger.h"

#include <sys/stat.h>

#include <algorithm>
#include <system_error>

#include "core/file.h"
#include "media/digest.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMostBytes = 128U << 20U;

std::optional<struct stat> status_of(const fs::path& path) {
    struct stat st {};
    if (::stat(path.c_str(), &st) != 0 || !S_ISREG(st.st_mode)) return std::nullopt;
    return st;
}

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

Json to_json(const OutputMark& mark) {
    Json json;
    json["name"] = mark.name;
    json["bytes"] = mark.bytes;
    json["modified_ns"] = mark.modified_ns;
    json["digest"] = mark.digest;
    return json;
}

OutputMark mark_from(const Json& json) {
    return {json.at("name").get<std::string>(), json.at("bytes").get<std::uintmax_t>(),
            json.at("modified_ns").get<std::int64_t>(), json.at("digest").get<std::string>()};
}

}  // namespace

Result<OutputMark> OutputMark::of(const fs::path& path) {
    const auto st = status_of(path);
    if (!st) return fail(Errc::input, path.string() + " is not there");
    BEATSYNC_TRY(std::string digest, media::content_digest(path));
    return OutputMark{path.string(), static_cast<std::uintmax_t>(st->st_size), nanoseconds(st->st_mtim),
                      std::move(digest)};
}

bool OutputMark::matches(const fs::path& path) const {
    const auto st = status_of(path);
    if (!st || static_cast<std::uintmax_t>(st->st_size) != bytes) return false;
    if (nanoseconds(st->st_mtim) == modified_ns) return true;
    const auto now = media::content_digest(path);
    return now && *now == digest;
}

std::string Record::status() const {
    return result.value("status", "");
}

const OutputMark* Record::mark_of(const fs::path& output) const {
    const auto mark = std::find_if(outputs.begin(), outputs.end(),
                                   [&](const OutputMark& m) { return m.name == output.string(); });
    return mark == outputs.end() ? nullptr : &*mark;
}

bool Record::settles(const Job& job) const {
    if (digest != job.digest || (status() != "done" && status() != "partial")) return false;
    return std::all_of(job.outputs.begin(), job.outputs.end(), [&](const fs::path& output) {
        const OutputMark* mark = mark_of(output);
        return mark != nullptr && mark->matches(output);
    });
}

fs::path Ledger::file(const std::string& key, const char* suffix) const {
    // 256 folders: a hundred thousand files in one would be slow to list on some shared storage.
    return folder_ / key.substr(0, 2) / (key + suffix);
}

fs::path Ledger::claim(const std::string& key) const {
    return file(key, ".claim");
}

std::optional<Record> Ledger::load(const std::string& key) const {
    const auto bytes = read_file(file(key, ".json"), kMostBytes);
    if (!bytes) return std::nullopt;
    try {
        const Json json = Json::parse(*bytes);
        Record record{json.at("digest").get<std::string>(), json.at("result"), {}};
        for (const Json& mark : json.at("outputs"))
            record.outputs.push_back(mark_from(mark));
        return record;
    } catch (const Json::exception&) {
        return std::nullopt;  // not ours: the job is done again
    }
}

Result<void> Ledger::store(const std::string& key, const Record& record) const {
    Json json;
    json["digest"] = record.digest;
    json["result"] = record.result;
    json["outputs"] = Json::array();
    for (const OutputMark& mark : record.outputs)
        json["outputs"].push_back(to_json(mark));
    const fs::path path = file(key, ".json");
    std::error_code ec;
    fs::create_directories(path.parent_path(), ec);
    return write_file(path, document(json));
}

}  // namespace beatsync::cli
