#include "cloud/exporter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <system_error>
#include <utility>

#include "core/file.h"
#include "draft/draft_json.h"

namespace beatsync::cloud {
namespace {

namespace fs = std::filesystem;

constexpr int kMostFailures = 2;     // the first, and one retry
constexpr int kMostSubmissions = 2;  // of one program: the first, and one retry
constexpr int kMostUnknown = 3;      // answers that there is no such render
/// Before each question whether a request arrived: it may be on its way through the service.
constexpr std::array kSettleWaits{Seconds(0), Seconds(5), Seconds(15), Seconds(40)};
constexpr const char* kResume = "`beatsync cloud resume` goes on with it";

/// Whether the service, having heard of the job, wants none of it: not that it is busy, or wants another
/// token.
bool is_final(const std::optional<CallFailure>& refusal) {
    if (!refusal || refusal->error.code != Errc::refused) return false;
    constexpr std::array<std::int64_t, 4> kForNow{1001, 401, 408, 429};
    const std::int64_t what = refusal->code != 0 ? refusal->code : refusal->status;
    return std::find(kForNow.begin(), kForNow.end(), what) == kForNow.end() && what >= 400;
}

double modified_at(const fs::path& file) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    if (error) return 0;
    const auto age = fs::file_time_type::clock::now() - time;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count() - std::chrono::duration<double>(age).count();
}

}  // namespace

std::string new_render_id(const Clock& clock) {
    std::random_device random;
    constexpr unsigned kThousand = 1000;
    return fmt::format("render_{:.0f}{:03}", clock.unix_time() * 1000, random() % kThousand);
}

Result<std::string> current_session(Service& service, const SessionStore& sessions,
                                    const RunContext& context) {
    const std::string& base_url = service.settings().base_url;
    if (const auto current = sessions.current(base_url)) return current->session_id;
    BEATSYNC_TRY(const FileLock lock, sessions.creation_lock(context.stop));
    if (const auto current = sessions.current(base_url)) return current->session_id;
    BEATSYNC_TRY(const Session made, service.create_session(context));
    BEATSYNC_CHECK(sessions.set_current(base_url, made));
    return made.session_id;
}

Exporter::Exporter(Service& service, const SessionStore& sessions, const JobJournal& journal, Clock& clock,
                   Digest digest, ExportSettings settings)
    : service_(service),
      sessions_(sessions),
      journal_(journal),
      clock_(clock),
      digest_(std::move(digest)),
      settings_(settings) {}

Result<Job> Exporter::begin(const ExportRequest& request) {
    Job job;
    job.id = new_render_id(clock_);
    job.base_url = service_.settings().base_url;
    job.session_id = request.session_id;
    job.output = request.output;
    job.overwrite = request.overwrite;
    job.begun_at = clock_.unix_time();
    if (request.draft) {
        BEATSYNC_TRY(job.draft, journal_.keep_draft(job.id, draft::to_json(*request.draft)));
    }
    BEATSYNC_CHECK(note(job, JobStatus::pending));
    return job;
}

Result<void> Exporter::note(Job& job, JobStatus status) const {
    job.status = status;
    job.updated_at = clock_.unix_time();
    return journal_.write(job);
}

Result<Job> Exporter::job_of(const std::string& id) const {
    BEATSYNC_TRY(const std::vector<Job> jobs, journal_.read());
    const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const Job& job) { return job.id == id; });
    if (found == jobs.end())
        return fail(Errc::usage, fmt::format("there is no render job {}", id), "see `beatsync cloud jobs`");
    return *found;
}

Result<FileLock> Exporter::claim_of(const std::string& id) const {
    BEATSYNC_TRY(auto claim, journal_.claim(id));
    if (!claim) return fail(Errc::usage, fmt::format("another program is working on {}", id), "wait for it");
    return *std::move(claim);
}

Result<Job> Exporter::finish(const std::string& job_id, const RunContext& context) {
    BEATSYNC_TRY(const FileLock claim, claim_of(job_id));
    BEATSYNC_TRY(Job job, job_of(job_id));
    just_submitted_ = over_ = lost_ = false;
    submissions_ = 0;
    url_.clear();
    while (!is_finished(job.status)) {
        auto done = step(job, context);
        if (done) continue;
        Error error = std::move(done).error();
        if (over_) {
            job.error = error.message;
            BEATSYNC_CHECK(note(job, JobStatus::failed));
            journal_.tidy(job);
        } else if (error.code == Errc::network || error.code == Errc::cancelled) {
            error.hint = kResume;
        } else if (error.code == Errc::refused) {
            error.hint += (error.hint.empty() ? "then " : "; then ") + std::string(kResume);
        }
        return fail(std::move(error));
    }
    journal_.tidy(job);
    if (job.status == JobStatus::completed) return job;
    return fail(Errc::refused,
                job.error.empty() ? fmt::format("{} is {}", job.id, name_of(job.status)) : job.error);
}

Result<void> Exporter::redirect(const std::string& job_id, const fs::path& output, bool overwrite) {
    BEATSYNC_TRY(const FileLock claim, claim_of(job_id));
    BEATSYNC_TRY(Job job, job_of(job_id));
    job.output = output;
    job.overwrite = overwrite;
    return note(job, job.status);
}

Result<void> Exporter::abandon(const std::string& job_id) {
    BEATSYNC_TRY(Job job, job_of(job_id));
    if (is_finished(job.status)) return {};
    BEATSYNC_CHECK(note(job, JobStatus::abandoned));
    journal_.tidy(job);
    return {};
}

Result<void> Exporter::step(Job& job, const RunContext& context) {
    if (context.stopped()) return fail_cancelled();
    switch (job.status) {
        case JobStatus::pending:
            return submit(job, context);
        case JobStatus::submitting:
            return settle(job, context);
        case JobStatus::processing:
            return watch(job, context);
        case JobStatus::downloading:
            return fetch(job, context);
        case JobStatus::completed:
        case JobStatus::failed:
        case JobStatus::abandoned:
            break;
    }
    return {};
}

Result<std::string> Exporter::session_for(Job& job, const RunContext& context) {
    if (!job.session_id.empty()) return job.session_id;
    BEATSYNC_TRY(job.session_id, current_session(service_, sessions_, context));
    BEATSYNC_CHECK(note(job, job.status));
    return job.session_id;
}

Result<void> Exporter::leave_session(Job& job, const RunContext& context) const {
    context.say(LogLevel::info, "the service no longer knows the session: beginning a new one");
    BEATSYNC_CHECK(sessions_.forget(job.base_url, job.session_id));
    job.session_id.clear();
    return {};
}

Result<std::string> Exporter::draft_for(Job& job, const RunContext& context) {
    BEATSYNC_TRY(const std::string session, session_for(job, context));
    if (job.draft.empty()) {
        // Kept: what is rendered again is what was asked for, whatever becomes of the session.
        BEATSYNC_TRY(const SessionState state, service_.state(session, context));
        BEATSYNC_CHECK(check_exportable(state.draft));
        BEATSYNC_TRY(job.draft, journal_.keep_draft(job.id, state.draft));
        job.draft_session = session;
        BEATSYNC_CHECK(note(job, job.status));
        return state.draft;
    }
    BEATSYNC_TRY(std::string text, read_file(job.draft, draft::kMaxJsonBytes));
    if (job.draft_session == session) return text;
    if (!job.draft_session.empty())
        return move_draft(service_, sessions_, text, job.draft_session, session, digest_, context);
    BEATSYNC_TRY(draft::Draft draft, draft::from_json(text));
    BEATSYNC_CHECK(check_exportable(text));
    BEATSYNC_TRY(const Uploads uploads,
                 upload_files(service_, sessions_, session, files_of(draft), digest_, context));
    return cloud_draft(std::move(draft), uploads);
}

Result<void> Exporter::submit(Job& job, const RunContext& context) {
    const auto next_id = [&]() -> Result<std::string> {
        job.render_id = job.submissions == 0 ? job.id : new_render_id(clock_);
        ++job.submissions;
        ++submissions_;
        BEATSYNC_CHECK(note(job, JobStatus::submitting));
        return job.render_id;
    };
    const auto attempt = [&]() -> Result<Submission> {
        BEATSYNC_TRY(const std::string draft, draft_for(job, context));
        return service_.submit_render(job.session_id, draft, next_id, context);
    };
    auto submitted = attempt();
    if (!submitted && service_.session_unknown() && !job.draft.empty()) {
        // What the job needs is on this machine: once more in a new session.
        BEATSYNC_CHECK(leave_session(job, context));
        submitted = attempt();
    }
    if (!submitted) {
        const auto& refusal = service_.refusal();
        const bool nobody_has_it = refusal && refusal->status == 0 && refusal->reached == Reached::nobody;
        if (nobody_has_it && job.status == JobStatus::submitting && submitted.error().code == Errc::network)
            BEATSYNC_CHECK(note(job, JobStatus::pending));
        // Nothing of it is at the service yet. A draft or a file that can't be sent can't be sent later.
        over_ = submitted.error().code == Errc::input || is_final(refusal);
        return fail(std::move(submitted).error());
    }
    if (!submitted->certain) return {};  // still `submitting`
    job.render_id = submitted->render_id;
    just_submitted_ = true;
    return note(job, JobStatus::processing);
}

Result<void> Exporter::settle(Job& job, const RunContext& context) {
    context.say(LogLevel::info, "asking the service whether the render arrived");
    for (const Seconds length : kSettleWaits) {
        if (!clock_.wait(length, context.stop)) return fail_cancelled();
        BEATSYNC_TRY(const auto state, service_.render_state(job.render_id, context));
        if (state) return note(job, JobStatus::processing);
    }
    if (submissions_ >= kMostSubmissions)
        return fail(Errc::network, "the service took no render, though it was asked twice");
    return note(job, JobStatus::pending);  // under a new id
}

Result<void> Exporter::watch(Job& job, const RunContext& context) {
    const Seconds begun = clock_.steady();
    int unknown = 0;
    double shown = 0;
    Seconds pause = settings_.poll_interval;
    for (bool wait = std::exchange(just_submitted_, false);; wait = true) {
        if (wait && !clock_.wait(pause, context.stop)) return fail_cancelled();
        auto asked = service_.render_state(job.render_id, context);
        if (!asked && service_.session_unknown() && !job.draft.empty()) {
            BEATSYNC_CHECK(leave_session(job, context));
            return render_lost(job, context);
        }
        BEATSYNC_TRY(const auto state, std::move(asked));
        if (!state) {
            if (++unknown >= kMostUnknown) return render_lost(job, context);
        } else if (state->phase == RenderPhase::completed) {
            context.advance("cloud render", 1);
            url_ = state->url;
            return note(job, JobStatus::downloading);
        } else if (state->phase == RenderPhase::failed) {
            return render_failed(job, state->error, context);
        } else {
            unknown = 0;
            pause = std::max(settings_.poll_interval, state->retry_after.value_or(Seconds(0)));
            shown = std::max(shown, state->progress.value_or(0));
            context.advance("cloud render", shown);
            context.say(LogLevel::debug, state->phase == RenderPhase::pending ? "the render waits"
                                                                              : "the render is under way");
        }
        if (clock_.steady() - begun > settings_.give_up)
            return fail(Errc::network, fmt::format("the render was not done in {:.0f} minutes",
                                                   settings_.give_up.count() / 60));
    }
}

Result<void> Exporter::render_failed(Job& job, const std::string& why, const RunContext& context) {
    const std::string reason = why.empty() ? "the service does not say why" : why;
    if (++job.failures >= kMostFailures) {
        over_ = true;
        return fail(Errc::refused, fmt::format("the cloud could not render it: {}", reason));
    }
    context.say(LogLevel::info, fmt::format("the cloud could not render it ({}): once more", reason));
    return note(job, JobStatus::pending);
}

Result<void> Exporter::render_lost(Job& job, const RunContext& context) {
    if (std::exchange(lost_, true)) return fail(Errc::network, "the service does not know the render");
    context.say(LogLevel::info, "the service no longer knows the render: once more");
    return note(job, JobStatus::pending);
}

bool Exporter::fetched_before(const Job& job) const {
    // The temporary file became the output between two lines of the journal.
    std::error_code error;
    return !job.partial.empty() && !fs::exists(job.partial, error) &&
           fs::is_regular_file(job.output, error) && modified_at(job.output) >= job.begun_at;
}

Result<void> Exporter::fetch(Job& job, const RunContext& context) {
    if (fetched_before(job)) return note(job, JobStatus::completed);
    std::error_code error;
    if (!job.partial.empty()) fs::remove(job.partial, error);
    job.partial.clear();
    if (!job.overwrite && fs::exists(job.output, error))
        return fail(Errc::usage, fmt::format("cannot write {}: it exists", job.output.string()),
                    "`beatsync cloud resume` with --overwrite or -o goes on");
    if (url_.empty()) {
        BEATSYNC_TRY(const auto state, service_.render_state(job.render_id, context));
        if (state) url_ = state->url;
    }
    // Marked with the job: killed before the journal knows of the file, the next try finds it all the same.
    BEATSYNC_TRY(auto file,
                 AtomicFile::create(job.output, job.overwrite ? Existing::replaced : Existing::kept, job.id));
    job.partial = file.temporary();
    BEATSYNC_CHECK(note(job, JobStatus::downloading));
    auto done = service_.download(url_, job.render_id, file.temporary(), context);
    if (!done) {
        // The film is there: what sent something else now may send it later.
        Error failure = std::move(done).error();
        if (failure.code == Errc::refused) failure.code = Errc::network;
        return fail(std::move(failure));
    }
    BEATSYNC_CHECK(file.commit());
    return note(job, JobStatus::completed);
}

}  // namespace beatsync::cloud
