#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cloud/clock.h"
#include "cloud/cloud_draft.h"
#include "cloud/job_journal.h"
#include "cloud/service.h"
#include "cloud/session_store.h"
#include "core/error.h"
#include "core/run_context.h"
#include "draft/draft.h"

namespace beatsync::cloud {

struct ExportSettings {
    Seconds poll_interval{30};
    Seconds give_up{1800};  ///< a render that takes longer is left to a later resume
};

struct ExportRequest {
    std::optional<draft::Draft> draft;  ///< sources absolute; none = the draft that the session holds
    std::string session_id;             ///< empty = made when it is needed
    std::filesystem::path output;       ///< absolute
    bool overwrite = false;
};

/// Renders at the service, from the draft to the file. Each step is in the journal before it is taken, so
/// that a job that is broken off anywhere is finished by another call of finish(), and nothing is rendered
/// twice but what failed or, by all that the service says, never arrived.
class Exporter {
public:
    /// All must outlive it.
    Exporter(Service& service, const SessionStore& sessions, const JobJournal& journal, Clock& clock,
             Digest digest, ExportSettings settings);

    /// Writes the job down. Nothing is sent.
    [[nodiscard]] Result<Job> begin(const ExportRequest& request);

    /// Goes on from where the job is to its end: the file is there, or the error says why not. What is at
    /// the service is never given up but when it says twice that it can't render it; a job that was not taken
    /// ends where asking again would not help (a draft, a file or an account that will not do). Errc::usage
    /// when another program works on it, or the output exists. Progress: stages "upload", "cloud render",
    /// "download".
    Result<Job> finish(const std::string& job_id, const RunContext& context);

    /// The file is to be another one. Not while another program works on the job.
    Result<void> redirect(const std::string& job_id, const std::filesystem::path& output, bool overwrite);

    /// Nobody wants the job any more: resume passes it over.
    Result<void> abandon(const std::string& job_id);

private:
    [[nodiscard]] Result<FileLock> claim_of(const std::string& id) const;
    [[nodiscard]] Result<Job> job_of(const std::string& id) const;
    Result<void> note(Job& job, JobStatus status) const;
    Result<void> step(Job& job, const RunContext& context);

    Result<void> submit(Job& job, const RunContext& context);
    [[nodiscard]] Result<std::string> draft_for(Job& job, const RunContext& context);
    [[nodiscard]] Result<std::string> session_for(Job& job, const RunContext& context);
    Result<void> leave_session(Job& job, const RunContext& context) const;
    Result<void> settle(Job& job, const RunContext& context);
    Result<void> watch(Job& job, const RunContext& context);
    Result<void> render_failed(Job& job, const std::string& why, const RunContext& context);
    Result<void> fetch(Job& job, const RunContext& context);
    Result<void> render_lost(Job& job, const RunContext& context);
    [[nodiscard]] bool fetched_before(const Job& job) const;

    Service& service_;
    const SessionStore& sessions_;
    const JobJournal& journal_;
    Clock& clock_;
    Digest digest_;
    ExportSettings settings_;
    bool just_submitted_ = false;
    bool lost_ = false;    ///< a render went under, once
    bool over_ = false;    ///< the error at hand ends the job
    int submissions_ = 0;  ///< of this program
    std::string url_;      ///< of the file, by the last poll
};

/// "render_<ts>": milliseconds since 1970 and digits that no other program has chosen in that millisecond.
[[nodiscard]] std::string new_render_id(const Clock& clock);

/// A session that the service knows: the current one, or a new one that is current from now on.
[[nodiscard]] Result<std::string> current_session(Service& service, const SessionStore& sessions,
                                                  const RunContext& context);

}  // namespace beatsync::cloud
