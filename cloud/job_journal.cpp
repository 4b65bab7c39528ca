#include "cloud/job_journal.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

#include "cloud/json_reader.h"
#include "core/file.h"
#include "draft/text.h"

namespace beatsync::cloud {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;
constexpr std::uintmax_t kLargeBytes = 1U << 20U;
constexpr std::size_t kFinishedKept = 100;

constexpr auto kNames = std::to_array<std::pair<JobStatus, std::string_view>>({
    {JobStatus::pending, "pending"},
    {JobStatus::submitting, "submitting"},
    {JobStatus::processing, "processing"},
    {JobStatus::downloading, "downloading"},
    {JobStatus::completed, "completed"},
    {JobStatus::failed, "failed"},
    {JobStatus::abandoned, "abandoned"},
});

std::optional<JobStatus> status_named(std::string_view name) {
    for (const auto& [status, known] : kNames)
        if (known == name) return status;
    return std::nullopt;
}

// File names may hold any bytes, JSON may not.
void put_path(json& line, const std::string& key, const std::filesystem::path& path) {
    if (path.empty()) return;
    if (draft::is_utf8(path.string()))
        line[key] = path.string();
    else
        line[key + "_hex"] = draft::to_hex(path.string());
}

std::filesystem::path path_in(const json& line, const std::string& key) {
    const auto bytes = draft::from_hex(text_in(line, (key + "_hex").c_str()));
    return bytes && !bytes->empty() ? *bytes : text_in(line, key.c_str());
}

int count_in(const json& line, const char* key) {
    constexpr double kMost = 1e6;
    return static_cast<int>(std::clamp(number_in(line, key), 0.0, kMost));
}

std::vector<Job> fold(std::string_view text) {
    std::vector<Job> jobs;
    std::map<std::string, std::size_t, std::less<>> places;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        auto job = parse_job(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!job) continue;
        const auto [place, added] = places.try_emplace(job->id, jobs.size());
        if (added)
            jobs.push_back(*std::move(job));
        else
            jobs[place->second] = *std::move(job);
    }
    return jobs;
}

}  // namespace

std::string_view name_of(JobStatus status) {
    for (const auto& [known, name] : kNames)
        if (known == status) return name;
    return "";
}

bool is_finished(JobStatus status) {
    return status == JobStatus::completed || status == JobStatus::failed || status == JobStatus::abandoned;
}

std::string to_line(const Job& job) {
    json line = {{"id", job.id},
                 {"base_url", job.base_url},
                 {"session_id", job.session_id},
                 {"render_id", job.render_id},
                 {"submissions", job.submissions},
                 {"failures", job.failures},
                 {"draft_session", job.draft_session},
                 {"status", std::string(name_of(job.status))},
                 {"begun_at", job.begun_at},
                 {"updated_at", job.updated_at}};
    if (job.overwrite) line["overwrite"] = true;
    put_path(line, "output", job.output);
    put_path(line, "draft", job.draft);
    put_path(line, "partial", job.partial);
    if (!job.error.empty()) line["error"] = job.error;
    return write_json(line);
}

std::optional<Job> parse_job(std::string_view line) {
    const auto read = read_json(line);
    if (!read || !read->is_object()) return std::nullopt;
    const auto status = status_named(text_in(*read, "status"));
    Job job;
    job.id = text_in(*read, "id");
    job.output = path_in(*read, "output");
    if (!status || job.id.empty() || job.output.empty()) return std::nullopt;
    job.status = *status;
    job.base_url = text_in(*read, "base_url");
    job.session_id = text_in(*read, "session_id");
    job.render_id = text_in(*read, "render_id");
    job.submissions = count_in(*read, "submissions");
    job.failures = count_in(*read, "failures");
    job.draft = path_in(*read, "draft");
    job.partial = path_in(*read, "partial");
    job.error = text_in(*read, "error");
    job.draft_session = text_in(*read, "draft_session");
    job.begun_at = number_in(*read, "begun_at");
    job.updated_at = number_in(*read, "updated_at");
    const auto overwrite = read->find("overwrite");
    job.overwrite = overwrite != read->end() && overwrite->is_boolean() && overwrite->get<bool>();
    return job;
}

Result<void> JobJournal::write(const Job& job) const {
    BEATSYNC_TRY(const FileLock lock, FileLock::take(folder_ / "jobs.lock", {}));
    BEATSYNC_TRY(const std::uintmax_t size, append_line(file(), to_line(job)));
    return compact_if_large(size);
}

Result<void> JobJournal::compact_if_large(std::uintmax_t size) const {
    if (size < kLargeBytes) return {};
    BEATSYNC_TRY(const std::vector<Job> jobs, read());
    const auto finished = static_cast<std::size_t>(
        std::count_if(jobs.begin(), jobs.end(), [](const Job& job) { return is_finished(job.status); }));
    std::size_t to_drop = finished - std::min(finished, kFinishedKept);
    std::string text;
    for (const Job& job : jobs) {
        if (is_finished(job.status) && to_drop > 0) {
            --to_drop;
            continue;
        }
        text += to_line(job) + "\n";
    }
    return write_private_file(file(), text);
}

Result<std::vector<Job>> JobJournal::read() const {
    std::error_code error;
    if (!std::filesystem::exists(file(), error)) return std::vector<Job>{};
    BEATSYNC_TRY(const std::string text, read_file(file(), kMaxBytes));
    return fold(text);
}

std::filesystem::path JobJournal::kept(const std::string& job_id, const char* suffix) const {
    return folder_ / "jobs" / (job_id + suffix);
}

Result<std::filesystem::path> JobJournal::keep_draft(const std::string& job_id, std::string_view json) const {
    BEATSYNC_CHECK(make_private_folder(folder_));
    BEATSYNC_CHECK(make_private_folder(folder_ / "jobs"));
    std::filesystem::path path = kept(job_id, ".draft.json");
    BEATSYNC_CHECK(write_private_file(path, json));
    return path;
}

Result<std::optional<FileLock>> JobJournal::claim(const std::string& job_id) const {
    BEATSYNC_CHECK(make_private_folder(folder_));
    return FileLock::try_take(kept(job_id, ".lock"));
}

void JobJournal::tidy(const Job& job) const {
    std::error_code ignored;  // what stays is small, and harmless
    if (!job.draft.empty()) std::filesystem::remove(job.draft, ignored);
    std::filesystem::remove(kept(job.id, ".lock"), ignored);
}

}  // namespace beatsync::cloud
