#include "cli/batch/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "cli/batch/child.h"
#include "cli/cores.h"
#include "cli/exit_code.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLookAgain{1};  // at what other workers are at
constexpr int kKilled = 9;
constexpr std::size_t kMostNotes = 50;

bool given(const std::vector<std::string>& arguments, std::string_view option) {
    return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
        return argument == option || argument.starts_with(std::string(option) + "=");
    });
}

/// Temporary files that a broken-off attempt has left beside an output (core/file.h: .NAME.PID-N.part).
void remove_remains(const fs::path& output) {
    const std::string prefix = "." + output.filename().string() + ".";
    std::error_code ec;
    std::vector<fs::path> remains;
    for (fs::directory_iterator it(output.parent_path(), ec), end; !ec && it != end; it.increment(ec)) {
        const std::string name = it->path().filename().string();
        if (!name.starts_with(prefix) || !name.ends_with(".part")) continue;
        const std::string middle = name.substr(prefix.size(), name.size() - prefix.size() - 5);
        if (!middle.empty() && middle.find_first_not_of("0123456789-") == std::string::npos)
            remains.push_back(it->path());
    }
    for (const fs::path& file : remains)
        fs::remove(file, ec);
}

/// The lines that the job said, without our name in front.
Json notes_of(const std::string& err) {
    constexpr std::string_view kName = "beatsync: ";
    Json notes = Json::array();
    for (std::size_t at = 0; at < err.size() && notes.size() < kMostNotes;) {
        const std::size_t end = std::min(err.find('\n', at), err.size());
        std::string_view line = std::string_view(err).substr(at, end - at);
        if (line.starts_with(kName)) line.remove_prefix(kName.size());
        if (!line.empty()) notes.push_back(line);
        at = end + 1;
    }
    return notes;
}

Json error_of(const ChildResult& child) {
    Json error;
    Json told = Json::parse(child.fault, nullptr, false);
    if (told.is_object()) return told;
    if (child.signal != 0) {
        error["message"] =
            fmt::format("ended by signal {} ({})", child.signal, ::strsignal(child.signal));  // NOLINT
        error["hint"] = child.signal == kKilled ? "memory may have run out: try fewer --jobs" : "";
        return error;
    }
    const Json notes = notes_of(child.err);
    error["message"] =
        notes.empty() ? Json(fmt::format("ended with exit code {}", child.exit_code)) : notes.back();
    error["hint"] = "";
    return error;
}

/// The verb's own document; text as it is.
Json document_of(const std::string& out) {
    Json json = Json::parse(out, nullptr, false);
    if (!json.is_discarded()) return json;
    return out.empty() ? Json() : Json(out);
}

enum class Met : std::uint8_t { settled, elsewhere, interrupted };

class Batch {
public:
    Batch(std::span<const Entry> entries, const BatchOptions& options, Results& results,
          const Session& session)
        : options_(options), results_(results), session_(session), outer_(session.context.stop) {
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (options.shard.owns(i)) entries_.push_back(&entries[i]);
        if (options.state) ledger_.emplace(*options.state);
        const int threads = options.threads > 0 ? options.threads : usable_cores();
        threads_each_ = std::max(1, threads / std::max(1, options.at_once));
        told_threads_ = options.threads > 0 || options.at_once > 1;
        // An error of the results ends the batch like Ctrl-C does.
        session_.context.stop = stop_.get_token();
    }

    Result<Tally> run() {
        const std::stop_callback passed_on(outer_, [this] { stop_.request_stop(); });
        work_through(entries_);
        while (options_.wait && !elsewhere_.empty() && !stop_.stop_requested()) {
            say_waiting();
            pause();
            work_through(std::exchange(elsewhere_, {}));
        }
        for (const Entry* entry : std::exchange(elsewhere_, {}))
            leave(*entry);
        if (failure_) return fail(*failure_);
        if (stop_.stop_requested()) {
            session_.console.say(fmt::format("broken off: {}; start it again to go on", to_text(tally_)));
            return fail_cancelled();
        }
        return tally_;
    }

private:
    /// `at_once` threads, each taking the next.
    void work_through(const std::vector<const Entry*>& entries) {
        std::atomic<std::size_t> next{0};
        const auto work = [&] {
            while (!stop_.stop_requested()) {
                const std::size_t i = next++;
                if (i >= entries.size()) return;
                if (meet(*entries[i]) == Met::elsewhere) {
                    const std::scoped_lock lock(mutex_);
                    elsewhere_.push_back(entries[i]);
                }
            }
        };
        std::vector<std::jthread> workers;
        const std::size_t count = std::min(entries.size(), static_cast<std::size_t>(options_.at_once));
        for (std::size_t i = 0; i < count; ++i)
            workers.emplace_back(work);
    }

    Met meet(const Entry& entry) {
        if (!entry.fault.empty()) return refuse(entry, Error{Errc::usage, entry.fault, entry.hint});
        auto job = parse_job(entry.text, options_.folder);
        if (!job) return refuse(entry, job.error());
        if (!ledger_) return attempt(entry, *job, nullptr, std::nullopt);
        if (skipped(entry, *job)) return Met::settled;
        std::string holder;
        auto claim = Claim::try_take(ledger_->claim(job->key()), options_.lease, holder);
        if (!claim) return refuse(entry, claim.error());
        if (!*claim) return Met::elsewhere;
        Met met = Met::settled;
        // It may have been done between the first look and the claim.
        if (!skipped(entry, *job)) met = attempt(entry, *job, &**claim, ledger_->load(job->key()));
        (*claim)->release();
        return met;
    }

    bool skipped(const Entry& entry, const Job& job) {
        if (options_.again && !seen_.contains(job.key())) return false;
        const auto record = ledger_->load(job.key());
        if (!record || !record->settles(job)) return false;
        Json line = result_line(job.id, entry.line, "skipped");
        line["reason"] = record->status() == "partial" ? "done before, in part" : "done before";
        line["exit_code"] = 0;
        line["output"] = job.output.empty() ? Json() : Json(job.output);
        const std::scoped_lock lock(mutex_);
        ++(record->status() == "partial" ? tally_.partial : tally_.skipped);
        emit(line, false);
        return true;
    }

    Met attempt(const Entry& entry, const Job& job, Claim* claim, const std::optional<Record>& before) {
        std::vector<std::string> ours;
        const std::vector<std::string> arguments = command_line(job, claim, before, ours);
        const auto begin = Clock::now();
        auto touched = begin;
        const auto tick = [&] {
            if (claim == nullptr || Clock::now() - touched < options_.lease / 6) return true;
            touched = Clock::now();
            return claim->touch();
        };
        const auto child = run_self(arguments, options_.folder, session_.context.stop, tick);
        if (!child) return refuse(entry, child.error());
        if (child->abandoned) return Met::elsewhere;
        if (child->signal != 0) std::for_each(job.outputs.begin(), job.outputs.end(), remove_remains);
        if (stop_.stop_requested() && child->exit_code != 0 && child->exit_code != 1) return Met::interrupted;

        const char* status = child->exit_code == 0 ? "done" : child->exit_code == 1 ? "partial" : "failed";
        Json line = result_line(job.id, entry.line, status);
        line["exit_code"] = child->exit_code;
        if (child->exit_code > 1) line["error"] = error_of(*child);
        if (child->exit_code == 1) line["notes"] = notes_of(child->err);
        line["output"] = job.output.empty() ? Json() : Json(job.output);
        line["seconds"] =
            static_cast<double>(std::chrono::round<std::chrono::milliseconds>(Clock::now() - begin).count()) /
            1e3;
        if (child->exit_code <= 1) line["result"] = document_of(child->out);
        if (ledger_) remember(entry, job, line, ours);
        const std::scoped_lock lock(mutex_);
        ++(child->exit_code == 0 ? tally_.done : child->exit_code == 1 ? tally_.partial : tally_.failed);
        emit(line, true);
        return Met::settled;
    }

    /// The command line of the job, with what the batch knows better.
    std::vector<std::string> command_line(const Job& job, Claim* claim, const std::optional<Record>& before,
                                          std::vector<std::string>& ours) {
        std::vector<std::string> arguments;
        const auto space = job.verb.find(' ');
        arguments.push_back(job.verb.substr(0, space));
        if (space != std::string::npos) arguments.push_back(job.verb.substr(space + 1));
        if (!given(job.arguments, "--json")) arguments.emplace_back("--json");
        if (!given(job.arguments, "--quiet") && !given(job.arguments, "-q")) arguments.emplace_back("-q");
        if (told_threads_ && verb_takes(job.verb, "--threads") && !given(job.arguments, "--threads")) {
            arguments.emplace_back("--threads");
            arguments.push_back(fmt::format("{}", threads_each_));
        }
        if (claim != nullptr && may_overwrite(job, *claim, before, ours) &&
            verb_takes(job.verb, "--overwrite") && !given(job.arguments, "--overwrite"))
            arguments.emplace_back("--overwrite");
        arguments.insert(arguments.end(), job.arguments.begin(), job.arguments.end());
        return arguments;
    }

    /// Whether what is there under the outputs' names was made by this job before: by an attempt that was
    /// broken off, or one that is on record. Anybody else's file is not touched. `ours`: the outputs
    /// of which that is so, and those that are not there yet.
    bool may_overwrite(const Job& job, Claim& claim, const std::optional<Record>& before,
                       std::vector<std::string>& ours) {
        const auto& broken_off = claim.predecessor();
        bool any = false;
        bool all_ours = true;
        std::vector<std::string> fresh;
        for (const fs::path& output : job.outputs) {
            std::error_code ec;
            const bool ours_half =
                broken_off.broken_off &&
                std::count(broken_off.fresh.begin(), broken_off.fresh.end(), output.string()) > 0;
            if (broken_off.broken_off) remove_remains(output);
            const bool there = fs::exists(fs::symlink_status(output, ec));
            if (!there || ours_half) fresh.push_back(output.string());
            const OutputMark* mark = before ? before->mark_of(output) : nullptr;
            const bool is_ours = !there || ours_half || (mark != nullptr && mark->matches(output));
            if (is_ours) ours.push_back(output.string());
            any = any || there;
            all_ours = all_ours && is_ours;
        }
        if (auto noted = claim.note_fresh(fresh); !noted) return false;
        return any && all_ours;
    }

    void remember(const Entry& entry, const Job& job, const Json& line,
                  const std::vector<std::string>& ours) {
        Record record{job.digest, line, {}};
        const bool made = line["status"] != "failed";
        for (const fs::path& output : job.outputs) {
            // A failed job may have been refused because of somebody's file, which is not its own for that.
            if (!made && std::find(ours.begin(), ours.end(), output.string()) == ours.end()) continue;
            if (auto mark = OutputMark::of(output)) record.outputs.push_back(*std::move(mark));
        }
        const auto stored = ledger_->store(job.key(), record);
        if (!stored)
            session_.console.left_out(fmt::format("line {}: it is done, but a restart will not know: {}",
                                                  entry.line, describe(stored.error())));
        const std::scoped_lock lock(mutex_);
        seen_.insert(job.key());
    }

    Met refuse(const Entry& entry, const Error& error) {
        Json line = result_line(entry.id, entry.line, "failed");
        line["exit_code"] = exit_code(error.code);
        line["error"] = {{"message", error.message}, {"hint", error.hint}};
        const std::scoped_lock lock(mutex_);
        ++tally_.failed;
        emit(line, true);
        return Met::settled;
    }

    void leave(const Entry& entry) {
        if (stop_.stop_requested()) return;
        Json line = result_line(entry.id, entry.line, "skipped");
        line["reason"] = "another worker is at it";
        const std::scoped_lock lock(mutex_);
        ++tally_.elsewhere;
        emit(line, false);
    }

    /// With the mutex held.
    void emit(const Json& line, bool keep) {
        const std::string status = line["status"];
        std::string said = fmt::format(
            "[{}/{}] line {}{}: {}", tally_.all(), entries_.size(), line["line"].get<std::size_t>(),
            line["id"].is_null() ? "" : " " + line["id"].get<std::string>(), status);
        if (line.contains("error")) said += ": " + line["error"]["message"].get<std::string>();
        status == "failed" ? session_.console.left_out(said) : session_.console.say(said);
        const auto added = results_.add(line, keep);
        if (added || failure_) return;
        failure_ = added.error();
        stop_.request_stop();
    }

    void say_waiting() {
        if (std::exchange(said_waiting_, true)) return;
        session_.console.say(fmt::format("waiting for other workers, who are at {} jobs", elsewhere_.size()));
    }

    void pause() {
        std::unique_lock lock(mutex_);
        std::condition_variable_any never;
        never.wait_for(lock, stop_.get_token(), kLookAgain, [] { return false; });
    }

    const BatchOptions& options_;
    Results& results_;
    Session session_;
    std::stop_token outer_;
    std::stop_source stop_;
    std::vector<const Entry*> entries_;
    std::optional<Ledger> ledger_;
    int threads_each_ = 1;
    bool told_threads_ = false;
    bool said_waiting_ = false;
    std::mutex mutex_;  // of what follows, and of the results' order
    Tally tally_;
    std::vector<const Entry*> elsewhere_;
    std::set<std::string> seen_;  // done by this run: --again does nothing twice
    std::optional<Error> failure_;
};

}  // namespace

Result<Tally> run_batch(std::span<const Entry> entries, const BatchOptions& options, Results& results,
                        const Session& session) {
    return Batch(entries, options, results, session).run();
}

Result<Tally> summarise(std::span<const Entry> entries, const BatchOptions& options, Results& results) {
    Tally tally;
    const Ledger ledger(*options.state);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry& entry = entries[i];
        if (!options.shard.owns(i)) continue;
        Json line = result_line(entry.id, entry.line, "pending");
        const Result<Job> job = entry.fault.empty() ? parse_job(entry.text, options.folder)
                                                    : Result<Job>(fail(Errc::usage, entry.fault, entry.hint));
        if (!job) {
            line["status"] = "failed";
            line["exit_code"] = exit_code(job.error().code);
            line["error"] = {{"message", job.error().message}, {"hint", job.error().hint}};
        } else if (const auto record = ledger.load(job->key()); record && record->digest == job->digest) {
            line = record->result;
            line["line"] = entry.line;
            if (record->status() != "failed" && !record->settles(*job)) {
                line = result_line(entry.id, entry.line, "pending");
                line["reason"] = "its output was changed or removed";
            }
        }
        const std::string status = line["status"];
        if (status == "done") ++tally.done;
        if (status == "partial") ++tally.partial;
        if (status == "failed") ++tally.failed;
        if (status == "pending") ++tally.pending;
        BEATSYNC_CHECK(results.add(line, false));
    }
    return tally;
}

}  // namespace beatsync::cli
