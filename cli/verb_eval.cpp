#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "cli/cores.h"
#include "cli/eval/eval_json.h"
#include "cli/eval/eval_shots.h"
#include "cli/eval/file_index.h"
#include "cli/eval/recordings.h"
#include "cli/eval/request.h"
#include "cli/eval/run_contenders.h"
#include "cli/options.h"
#include "cli/text_output.h"
#include "cli/tracker_names.h"
#include "cli/verb.h"
#include "core/file.h"
#include "core/time.h"
#include "evaluate/summary.h"
#include "report/evaluation_html.h"
#include "report/evaluation_table.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kWho = "Who is measured";
constexpr const char* kHow = "How it is measured";
constexpr int kFewestResamples = 100;  // a 95 % interval of fewer is noise
constexpr int kMostResamples = 100'000;
constexpr std::size_t kMostFailuresSaid = 3;  // of a tracker; all are in --json

struct Arguments {
    EvalRequest request;
    std::string time_limit = "10:00";
    std::string skip = "0";
    std::string baseline;
    std::vector<std::string> only;
    int resamples = 5000;
    std::uint64_t seed = 0;
    bool shots = false;
    bool per_file = false;
    std::string output = "-";
    std::string csv;
    std::string html;
    int jobs = 0;
    bool no_cache = false;
    bool overwrite = false;
};

struct Measured {
    evaluate::Evaluation evaluation;
    evaluate::Summary summary;
};

Result<Time> parse_length(std::string_view option, const std::string& text) {
    const auto time = parse_time(text);
    if (time && time->us >= 0) return *time;
    return fail(Errc::usage, fmt::format("{}: '{}' is not a length of time", option, text), "as in 5s, 1:30");
}

Result<std::size_t> find_baseline(const std::string& name, const Contenders& contenders) {
    if (name.empty()) return std::size_t{0};
    const auto found = std::find_if(contenders.begin(), contenders.end(),
                                    [&](const auto& contender) { return contender->name() == name; });
    if (found != contenders.end()) return static_cast<std::size_t>(found - contenders.begin());
    std::vector<std::string> names;
    for (const auto& contender : contenders)
        names.push_back(contender->name());
    return fail(Errc::usage, fmt::format("--baseline: no tracker is called '{}'", name), listed(names));
}

Result<void> check_outputs(const Arguments& given, const Recordings& recordings) {
    std::vector<fs::path> inputs(recordings.annotations.begin(), recordings.annotations.end());
    for (const Subject& subject : recordings.subjects)
        if (!subject.sound.empty()) inputs.push_back(subject.sound);
    BEATSYNC_CHECK(check_text_output(given.output, inputs, given.overwrite));
    BEATSYNC_CHECK(check_extra_output("--csv", given.csv, {".csv"}, inputs, given.overwrite));
    return check_extra_output("--html", given.html, {".html", ".htm"}, inputs, given.overwrite);
}

/// All predictions missing is a slip of the command, and no result.
Result<void> check_predictions(const Contenders& contenders, const std::vector<Subject>& subjects) {
    for (const auto& contender : contenders) {
        const bool knows_any = std::any_of(subjects.begin(), subjects.end(), [&](const Subject& subject) {
            return contender->knows(subject.set, subject.key);
        });
        if (contender->needs_sound() || knows_any) continue;
        return fail(Errc::input,
                    fmt::format("nothing in {} bears the name of an annotation, such as {}",
                                contender->source(), name_of(subjects.front().key)),
                    "predictions are called like the annotations, with any of their endings");
    }
    return {};
}

/// Says what was scored 0 for want of an answer; true if anything was.
bool say_lost(const evaluate::Evaluation& evaluation, Console& console) {
    using evaluate::Verdict;
    bool any = false;
    for (std::size_t tracker = 0; tracker < evaluation.trackers.size(); ++tracker) {
        std::vector<std::string> missing;
        std::size_t failed = 0;
        for (std::size_t i = 0; i < evaluation.recordings.size(); ++i) {
            const auto& result = evaluation.results[tracker][i];
            if (result.verdict == Verdict::missing) missing.push_back(evaluation.recordings[i].name);
            if (result.verdict == Verdict::failed && ++failed <= kMostFailuresSaid)
                console.left_out(fmt::format("{}: scored 0 on {}: {}", evaluation.trackers[tracker],
                                             evaluation.recordings[i].name, result.problem));
        }
        if (failed > kMostFailuresSaid)
            console.left_out(fmt::format("{}: scored 0 on {} more, --json says why",
                                         evaluation.trackers[tracker], failed - kMostFailuresSaid));
        if (!missing.empty())
            console.left_out(fmt::format("{}: no prediction for {} of {}, scored 0: {}",
                                         evaluation.trackers[tracker], missing.size(),
                                         evaluation.recordings.size(), listed(missing)));
        any = any || failed > 0 || !missing.empty();
    }
    return any;
}

Result<Measured> measure(const Arguments& given, const Lineup& lineup, const Recordings& recordings,
                         const evaluate::Settings& settings, const RunContext& context) {
    const int threads = given.jobs > 0 ? given.jobs : usable_cores();
    BEATSYNC_TRY(const auto answers,
                 run_contenders(lineup.contenders, recordings.subjects, threads, context));
    std::vector<std::string> sets;
    std::vector<std::string> trackers;
    for (const SetFolder& set : lineup.sets)
        sets.push_back(set.name);
    for (const auto& contender : lineup.contenders)
        trackers.push_back(contender->name());
    Measured measured;
    measured.evaluation =
        judge(settings, std::move(sets), std::move(trackers), recordings.annotated, answers);
    measured.summary = summarise(measured.evaluation);
    return measured;
}

Result<void> write(const Arguments& given, const Measured& measured, const Lineup& lineup,
                   const Recordings& recordings, const Session& session) {
    const auto& [evaluation, summary] = measured;
    if (!given.csv.empty()) BEATSYNC_CHECK(write_file(given.csv, report::evaluation_csv(evaluation)));
    if (!given.html.empty()) {
        report::EvaluationNotes notes{{}, recordings.left_out, recordings.notes};
        for (const auto& contender : lineup.contenders)
            notes.sources.push_back(fmt::format("{}: {}", contender->kind(), contender->source()));
        BEATSYNC_CHECK(write_file(given.html, report::evaluation_html(evaluation, summary, notes)));
    }
    if (!session.json || !is_stdout(given.output)) {
        const std::string files = given.per_file ? report::evaluation_files_table(evaluation) : "";
        BEATSYNC_CHECK(
            write_text(session.console, given.output, files + report::evaluation_table(evaluation, summary)));
    }
    if (!session.json) return {};
    return session.console.result(eval_json(evaluation, summary, lineup.contenders, recordings));
}

/// Shots have measures of their own, and no use for what is about beats.
Result<Outcome> run_shots(const Arguments& given, const Session& session) {
    const EvalRequest& request = given.request;
    const std::pair<std::string_view, bool> useless[] = {{"--reference", !request.references.empty()},
                                                         {"--exec", !request.programs.empty()},
                                                         {"--baseline", !given.baseline.empty()},
                                                         {"--csv", !given.csv.empty()},
                                                         {"--html", !given.html.empty()}};
    for (const auto& [option, is_given] : useless)
        if (is_given) return fail(Errc::usage, fmt::format("{} is for beats, not for --shots", option));
    return eval_shots({request.folders, request.trackers, given.only, given.jobs, !given.no_cache,
                       given.per_file, given.output, given.overwrite},
                      session);
}

Result<Outcome> run(Arguments given, const Session& session) {
    if (given.shots) return run_shots(given, session);
    BEATSYNC_TRY(const Time limit, parse_length("--time-limit", given.time_limit));
    BEATSYNC_TRY(const Time skip, parse_length("--skip", given.skip));
    given.request.time_limit = std::chrono::milliseconds(limit.us / 1000);
    BEATSYNC_TRY(const Lineup lineup, make_lineup(given.request, !given.no_cache));
    evaluate::Settings settings{skip.seconds(), given.resamples, given.seed, 0};
    BEATSYNC_TRY(settings.baseline, find_baseline(given.baseline, lineup.contenders));
    BEATSYNC_TRY(const Recordings recordings,
                 find_recordings(lineup.sets, lineup.contenders, {given.only, settings.skip_s}));
    BEATSYNC_CHECK(check_predictions(lineup.contenders, recordings.subjects));
    BEATSYNC_CHECK(check_outputs(given, recordings));
    for (const std::string& note : recordings.notes)
        session.console.say(note);

    BEATSYNC_TRY(const Measured measured, measure(given, lineup, recordings, settings, session.context));
    BEATSYNC_CHECK(write(given, measured, lineup, recordings, session));
    for (const std::string& line : recordings.left_out)
        session.console.left_out(line);
    const bool lost = say_lost(measured.evaluation, session.console);
    return lost || !recordings.left_out.empty() ? Outcome::partial : Outcome::done;
}

void define_who(CLI::App& command, Arguments& given) {
    command.add_option(
        "DIR", given.request.folders,
        "Folders with annotations and, beside them, their sound; with --reference, folders of sound "
        "or of predictions");
    command
        .add_option("--reference", given.request.references,
                    "A folder of annotations (.beats, .txt, .jams, .lab, .csv, .tsv); may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false)
        ->group(kWho);
    command
        .add_option("--tracker", given.request.trackers,
                    "A tracker of ours, or a folder of predictions; may be repeated")
        ->type_name(tracker_choices() + "|NAME=DIR")
        ->allow_extra_args(false)
        ->group(kWho);
    command
        .add_option(
            "--exec", given.request.programs,
            "Any other program, run on each file; it prints beats, or writes them to {out}; may be repeated")
        ->type_name("'[NAME=]PROGRAM {audio} {out}'")
        ->allow_extra_args(false)
        ->group(kWho);
    command.add_option("--time-limit", given.time_limit, "How long a program may take for a file")
        ->type_name("TIME")
        ->group(kWho);
    command
        .add_option("--only", given.only, "Only recordings of this name; may hold * and ?, may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group(kWho);
}

void define_how(CLI::App& command, Arguments& given) {
    command
        .add_option("--skip", given.skip,
                    "Beats before this time are not judged; mir_eval and MIREX leave out 5s")
        ->type_name("TIME")
        ->group(kHow);
    command.add_option("--baseline", given.baseline, "Whom the others are held against; else the first")
        ->type_name("NAME")
        ->group(kHow);
    command.add_option("--resamples", given.resamples, "Resamples of the files, for the intervals")
        ->type_name("N")
        ->check(CLI::Range(kFewestResamples, kMostResamples).description(""))
        ->group(kHow);
    command.add_option("--seed", given.seed, "Another number, other resamples")->type_name("N")->group(kHow);
    command.add_option("--jobs", given.jobs, "Files at once; 0 = as many as there are cores")
        ->type_name("N")
        ->check(CLI::Range(0, 1024).description(""))
        ->group(kHow);
    command.add_flag("--no-cache", given.no_cache, "Analyse again, and keep no analysis on the disk")
        ->group(kHow);
}

}  // namespace

Action define_eval(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    define_who(command, *given);
    define_how(command, *given);
    command.add_flag("--shots", given->shots,
                     "Shot boundaries instead of beats: of videos with NAME.cuts, .transitions, .ignore and "
                     ".pts beside them");
    command.add_flag("--per-file", given->per_file, "A row for each file too");
    command.add_option("-o,--output", given->output, "Where the tables go; - is stdout")->type_name("FILE");
    command.add_option("--csv", given->csv, "All that was measured of each file")->type_name("OUT.csv");
    command.add_option("--html", given->html, "One page with tables and plots")->type_name("OUT.html");
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
