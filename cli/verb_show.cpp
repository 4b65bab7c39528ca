#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/draft_changes.h"
#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/text_output.h"
#include "cli/verb.h"
#include "draft/summary.h"
#include "pipeline/draft_file.h"
#include "pipeline/edit.h"
#include "pipeline/outputs.h"
#include "pipeline/versions.h"
#include "report/draft_table.h"
#include "report/preview_html.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    std::string draft;
    std::string html;
    std::vector<std::string> diff;
    bool versions = false;
    int version = 0;
    bool overwrite = false;
};

/// Relative sources of both are made absolute, so that a copy in another folder is no other draft.
Result<Outcome> run_diff(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(const draft::Draft before, pipeline::read_draft(given.diff[0]));
    BEATSYNC_TRY(const draft::Draft after, pipeline::read_draft(given.diff[1]));
    BEATSYNC_TRY(const DraftComparison comparison,
                 compare(pipeline::with_absolute_sources(before, pipeline::folder_of(given.diff[0])),
                         pipeline::with_absolute_sources(after, pipeline::folder_of(given.diff[1]))));
    BEATSYNC_CHECK(
        session.console.result(session.json ? comparison_json(comparison) : comparison_text(comparison)));
    return comparison.same ? Outcome::done : Outcome::partial;
}

Result<Outcome> list_versions(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(const auto versions, pipeline::versions_of(given.draft));
    if (session.json) {
        BEATSYNC_CHECK(session.console.result(versions_json(given.draft, versions)));
        return Outcome::done;
    }
    std::string text;
    for (const pipeline::Version& version : versions)
        text += fmt::format(
            "{} {:>4}  {}{}\n", version.current ? "*" : " ", version.number, one_line(version.did),
            version.from > 0 && version.from + 1 != version.number ? fmt::format(" (from {})", version.from)
                                                                   : "");
    if (versions.empty()) text = fmt::format("{} was never edited in place.\n", given.draft);
    BEATSYNC_CHECK(session.console.result(text));
    return Outcome::done;
}

Result<Outcome> run(const Arguments& given, const Session& session) {
    if (!given.diff.empty()) return run_diff(given, session);
    if (given.draft.empty()) return fail(Errc::usage, "show: no draft is given", "see beatsync show --help");
    if (given.versions) return list_versions(given, session);
    std::filesystem::path file = given.draft;
    if (given.version > 0) {
        BEATSYNC_TRY(file, pipeline::version_file(given.draft, given.version));
    }
    BEATSYNC_TRY(const draft::Draft draft, pipeline::read_draft(file));
    const auto folder = pipeline::folder_of(given.draft);
    if (!given.html.empty()) {
        auto inputs = pipeline::sources_of(draft, folder);
        inputs.emplace_back(given.draft);
        BEATSYNC_CHECK(check_extra_output("--html", given.html, {".html"}, inputs, given.overwrite));
        report::PreviewOptions options;
        options.title = std::filesystem::path(given.draft).filename().string();
        options.folder = folder;
        BEATSYNC_CHECK(report::write_preview_html(draft, options, given.html, session.context));
    }
    BEATSYNC_CHECK(session.console.result(
        session.json
            ? draft_json(draft)
            : fmt::format("{}\n\n{}", one_line(draft::summary_line(draft)), report::draft_table(draft))));
    return Outcome::done;
}

}  // namespace

Action define_show(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("DRAFT", given->draft, "The draft");
    command.add_option("--html", given->html, "Write a preview too: one HTML file with pictures")
        ->type_name("OUT.html");
    command
        .add_option("--diff", given->diff,
                    "What is different between two drafts; exit code 0 when nothing is, else 1")
        ->type_name("A.json B.json")
        ->expected(2)
        ->configurable(false);
    command.add_flag("--versions", given->versions, "List what `edit` has kept of it")->configurable(false);
    command.add_option("--version", given->version, "Show one of those")
        ->type_name("N")
        ->check(CLI::Range(1, 1'000'000'000).description(""))
        ->configurable(false);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
