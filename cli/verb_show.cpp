#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/text_output.h"
#include "cli/verb.h"
#include "draft/summary.h"
#include "pipeline/draft_file.h"
#include "pipeline/outputs.h"
#include "report/draft_table.h"
#include "report/preview_html.h"

namespace beatsync::cli {
namespace {

struct Arguments {
    std::string draft;
    std::string html;
    bool overwrite = false;
};

Result<Outcome> run(const Arguments& given, const Session& session) {
    BEATSYNC_TRY(const draft::Draft draft, pipeline::read_draft(given.draft));
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
    command.add_option("DRAFT", given->draft, "The draft")->required();
    command.add_option("--html", given->html, "Write a preview too: one HTML file with pictures")
        ->type_name("OUT.html");
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
