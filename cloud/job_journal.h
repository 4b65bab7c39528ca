#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cloud/file_lock.h"
#include "core/error.h"

namespace beatsync::cloud {

/// How far a render job is. The names are what the journal and `jobs` say.
enum class JobStatus : std::uint8_t {
    pending,      ///< nothing was submitted
    submitting,   ///< the request goes out, or went: whether it arrived has to be asked
    processing,   ///< the service has it
    downloading,  ///< rendered; the file is on its way
    completed,
    failed,
    abandoned,  ///< no longer wanted
};
[[nodiscard]] std::string_view name_of(JobStatus status);
/// Nothing is left to do.
[[nodiscard]] bool is_finished(JobStatus status);

/// A render at the service: all that another program needs to bring it to its end.
struct Job {
    std::string id;  ///< of its first render
    std::string base_url;
    std::string session_id;
    std::string render_id;  ///< of its latest render; each submission has a new one
    int submissions = 0;
    int failures = 0;  ///< renders that the service gave up
    JobStatus status = JobStatus::pending;
    std::filesystem::path output;   ///< absolute
    bool overwrite = false;         ///< a file of that name may be replaced
    std::filesystem::path draft;    ///< what is rendered, kept beside the journal; empty = not known yet
    std::string draft_session;      ///< whose references the draft holds; empty = it is ours, with our paths
    std::filesystem::path partial;  ///< the download's temporary file
    std::string error;              ///< why it failed
    double begun_at = 0;            ///< Unix time, seconds
    double updated_at = 0;
};

/// Every render job, in `folder`/jobs.jsonl (mode 0600): a line each time one gets on, written and flushed to
/// the disk before what it tells of happens. The last line of a job counts; a line that was cut by a crash,
/// or is no job, is passed over. Safe under several programs at once.
class JobJournal {
public:
    explicit JobJournal(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Errc::media when it can't be written: then nothing may be submitted.
    Result<void> write(const Job& job) const;
    /// In the order of their beginning. Errc::media when there is a journal that can't be read.
    [[nodiscard]] Result<std::vector<Job>> read() const;

    /// Keeps what belongs to a job beside the journal, under its id.
    [[nodiscard]] Result<std::filesystem::path> keep_draft(const std::string& job_id,
                                                           std::string_view json) const;
    /// To be held by who works on a job; std::nullopt when another program does.
    [[nodiscard]] Result<std::optional<FileLock>> claim(const std::string& job_id) const;
    /// Removes what was kept of a job that is finished.
    void tidy(const Job& job) const;

private:
    [[nodiscard]] std::filesystem::path file() const { return folder_ / "jobs.jsonl"; }
    [[nodiscard]] std::filesystem::path kept(const std::string& job_id, const char* suffix) const;
    Result<void> compact_if_large(std::uintmax_t size) const;
    std::filesystem::path folder_;
};

/// One line of the journal, without its end; std::nullopt when it is none.
[[nodiscard]] std::string to_line(const Job& job);
[[nodiscard]] std::optional<Job> parse_job(std::string_view line);

}  // namespace beatsync::cloud
