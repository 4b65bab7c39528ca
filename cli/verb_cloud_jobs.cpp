#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/cloud_client.h"
#include "cli/cloud_jobs.h"
#include "cli/json_document.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "cloud/timestamp.h"

// Renders of the cloud: begun, listed, finished.
namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    CloudArguments cloud;
    std::string output;
    std::string session;
    std::vector<std::string> jobs;
    bool overwrite = false;
};

std::string table(const std::vector<cloud::Job>& jobs) {
    if (jobs.empty()) return "no render jobs\n";
    std::string text;
    for (const cloud::Job& job : jobs)
        text += fmt::format("{}  {:<11}  {}  {}{}\n", cloud::format_timestamp(job.begun_at),
                            cloud::name_of(job.status), job.id, one_line(job.output.string()),
                            job.error.empty() ? "" : "  " + one_line(job.error));
    return text;
}

Result<Outcome> run_export(const Arguments& given, const Session& session) {
    BEATSYNC_CHECK(check_export_output(given.output, given.overwrite));
    BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud));
    std::string session_id = given.session;
    if (session_id.empty()) {
        const auto current = client->sessions().current(client->base_url());
        if (!current)
            return fail(Errc::usage, "there is no session in the cloud yet",
                        "begin one: beatsync cloud chat \"…\"");
        session_id = current->session_id;
    }
    BEATSYNC_TRY(const cloud::Job job,
                 export_session(*client, session_id, given.output, given.overwrite, session));
    BEATSYNC_CHECK(session.console.result(session.json ? document(job_object(job)) : given.output + "\n"));
    return Outcome::done;
}

Result<Outcome> run_jobs(const Arguments&, const Session& session) {
    BEATSYNC_TRY(const auto settings, cloud_settings({}));
    BEATSYNC_TRY(const auto jobs, cloud::JobJournal(settings.state_folder).read());
    Json list = Json::array();
    std::transform(jobs.begin(), jobs.end(), std::back_inserter(list), job_object);
    BEATSYNC_CHECK(session.console.result(session.json ? document(list) : table(jobs)));
    return Outcome::done;
}

/// The jobs to go on with: those that are named, or all that are not finished.
Result<std::vector<cloud::Job>> chosen_jobs(const Arguments& given, const cloud::JobJournal& journal) {
    BEATSYNC_TRY(std::vector<cloud::Job> jobs, journal.read());
    for (const std::string& id : given.jobs) {
        const auto job =
            std::find_if(jobs.begin(), jobs.end(), [&](const cloud::Job& known) { return known.id == id; });
        if (job == jobs.end())
            return fail(Errc::usage, fmt::format("there is no render job {}", id),
                        "see `beatsync cloud jobs`");
        if (cloud::is_finished(job->status) && job->status != cloud::JobStatus::completed)
            return fail(
                Errc::usage,
                fmt::format("{} is {}: there is nothing to go on with", id, cloud::name_of(job->status)),
                "see `beatsync cloud jobs`");
    }
    jobs.erase(std::remove_if(jobs.begin(), jobs.end(),
                              [&](const cloud::Job& job) {
                                  const bool named =
                                      given.jobs.empty() || std::find(given.jobs.begin(), given.jobs.end(),
                                                                      job.id) != given.jobs.end();
                                  return !named || cloud::is_finished(job.status);
                              }),
               jobs.end());
    if (!given.output.empty() && jobs.size() != 1)
        return fail(Errc::usage, fmt::format("-o names one file, and {} jobs are unfinished", jobs.size()),
                    "name the job: beatsync cloud resume JOB -o OUT.mp4");
    return jobs;
}

Result<cloud::Job> resume(const Arguments& given, const cloud::Job& job, const Session& session) {
    BEATSYNC_TRY(const auto client, CloudClient::open(given.cloud, true, job.base_url));
    cloud::Exporter exporter = client->exporter();
    if (!given.output.empty() || given.overwrite)
        BEATSYNC_CHECK(exporter.redirect(
            job.id, given.output.empty() ? job.output : fs::absolute(given.output).lexically_normal(),
            given.overwrite));
    return exporter.finish(job.id, session.context);
}

Result<bool> is_busy(const cloud::JobJournal& journal, const std::string& id) {
    BEATSYNC_TRY(const auto claim, journal.claim(id));
    return !claim.has_value();
}

Result<Outcome> run_resume(const Arguments& given, const Session& session) {
    if (!given.output.empty()) BEATSYNC_CHECK(check_export_output(given.output, given.overwrite));
    BEATSYNC_TRY(const auto settings, cloud_settings(given.cloud));
    const cloud::JobJournal journal(settings.state_folder);
    BEATSYNC_TRY(const auto jobs, chosen_jobs(given, journal));
    Json list = Json::array();
    std::string lines;
    std::optional<Error> first;
    std::size_t failures = 0;
    for (const cloud::Job& job : jobs) {
        // One that is being worked on is nobody's orphan.
        BEATSYNC_TRY(const bool busy, is_busy(journal, job.id));
        if (busy && given.jobs.empty()) {
            session.console.say(fmt::format("another program is working on {}", job.id));
            continue;
        }
        auto finished = resume(given, job, session);
        if (finished) {
            list.push_back(job_object(*finished));
            lines += fmt::format("{}\n", finished->output.string());
            continue;
        }
        if (finished.error().code == Errc::cancelled) return fail(std::move(finished).error());
        Error error = std::move(finished).error();
        error.message = fmt::format("{}: {}", job.id, error.message);
        ++failures;
        if (jobs.size() > 1) session.console.left_out(describe(error));
        if (!first) first = std::move(error);
    }
    if (failures == jobs.size() && first) {
        if (failures > 1) {
            first->message = fmt::format("none of the {} jobs could be finished", failures);
            first->hint = "see `beatsync cloud jobs`";
        }
        return fail(*std::move(first));
    }
    if (jobs.empty()) session.console.say("every job is finished");
    BEATSYNC_CHECK(session.console.result(session.json ? document(list) : lines));
    return failures > 0 ? Outcome::partial : Outcome::done;
}

using Run = Result<Outcome> (*)(const Arguments&, const Session&);

Action action(const std::shared_ptr<Arguments>& given, Run run) {
    return [given, run](const Session& session) { return run(*given, session); };
}

}  // namespace

Action define_cloud_export(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("-o,--output", given->output, "The video")->type_name("OUT.mp4")->required();
    command.add_option("--session", given->session, "Another session than the current one")->type_name("ID");
    define_overwrite(command, given->overwrite);
    given->cloud.define(command);
    return action(given, run_export);
}

Action define_cloud_jobs(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    given->cloud.define(command);
    return action(given, run_jobs);
}

Action define_cloud_resume(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("JOB", given->jobs, "Which; all that are unfinished when none is named");
    command.add_option("-o,--output", given->output, "Another name for the video")->type_name("OUT.mp4");
    define_overwrite(command, given->overwrite);
    given->cloud.define(command);
    return action(given, run_resume);
}

}  // namespace beatsync::cli
