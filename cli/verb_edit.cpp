#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <system_error>

#include "cli/draft_changes.h"
#include "cli/edit_arguments.h"
#include "cli/edit_job.h"
#include "cli/json_results.h"
#include "cli/options.h"
#include "cli/sync_job.h"
#include "cli/text_output.h"
#include "cli/verb.h"
#include "draft/draft_json.h"
#include "pipeline/draft_file.h"
#include "pipeline/outputs.h"
#include "pipeline/versions.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

struct Arguments {
    EditArguments edit;
    std::string draft;
    std::string output;
    std::vector<std::string> undo;  // the flag's own value, if any
    std::vector<std::string> redo;
    CLI::Option* undo_flag = nullptr;  // these live as long as the verb
    CLI::Option* redo_flag = nullptr;
    bool overwrite = false;
};

bool same_file(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) ||
           fs::absolute(a).lexically_normal() == fs::absolute(b).lexically_normal();
}

/// `edit --undo cut.json` and `edit cut.json --undo 2` both mean what they say.
Result<std::optional<int>> steps_of(const CLI::Option& flag, const std::vector<std::string>& given,
                                    std::string& draft) {
    if (flag.count() == 0) return std::optional<int>();
    if (given.empty() || given.front().empty()) return std::optional(1);
    const std::string& text = given.front();
    int steps = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), steps);
    if (ec == std::errc{} && end == text.data() + text.size() && steps >= 1) return std::optional(steps);
    if (draft.empty()) {
        draft = text;
        return std::optional(1);
    }
    return fail(Errc::usage,
                fmt::format("--{}: '{}' is not a number of edits", flag.get_lnames().front(), text),
                "1 or more");
}

/// Says what has changed, and what the draft is now.
Result<Outcome> report(const Session& session, const std::string& name, const draft::Draft& before,
                       const draft::Draft& after, const EditedDraft* edited, int version) {
    BEATSYNC_TRY(const DraftComparison comparison, compare(before, after));
    if (session.json) {
        BEATSYNC_CHECK(session.console.result(edit_json(name, after, comparison, edited, version)));
    } else {
        BEATSYNC_CHECK(session.console.result(video_line(name, after) + "\n" + edit_text(comparison)));
    }
    return edited != nullptr && !edited->left_out.empty() ? Outcome::partial : Outcome::done;
}

Result<Outcome> step_back(const Arguments& given, const std::string& file, int steps,
                          const Session& session) {
    if (!given.output.empty())
        return fail(Errc::usage, "--undo and --redo change the draft itself", "leave out -o");
    BEATSYNC_TRY(const draft::Draft before, pipeline::read_draft(file));
    BEATSYNC_TRY(const int version, pipeline::undo(file, steps));
    BEATSYNC_TRY(const draft::Draft after, pipeline::read_draft(file));
    return report(session, file, before, after, nullptr, version);
}

Result<Outcome> run(const Arguments& arguments, const Session& session) {
    Arguments given = arguments;
    BEATSYNC_TRY(const auto undo, steps_of(*given.undo_flag, given.undo, given.draft));
    BEATSYNC_TRY(const auto redo, steps_of(*given.redo_flag, given.redo, given.draft));
    if (given.draft.empty()) return fail(Errc::usage, "edit: no draft is given", "see beatsync edit --help");
    BEATSYNC_TRY(const EditPlan plan, given.edit.plan());
    const bool edits = !plan.edits.empty() || !plan.clips.empty();
    if (undo || redo) {
        if (edits || (undo && redo))
            return fail(Errc::usage, "--undo and --redo stand alone", "run them one after another");
        return step_back(given, given.draft, undo ? *undo : -*redo, session);
    }
    if (!edits)
        return fail(Errc::usage, "edit: nothing is asked for",
                    "such as --swap 2,5 or --replan; see beatsync edit --help");

    BEATSYNC_TRY(const draft::Draft before, pipeline::read_draft(given.draft));
    const fs::path folder = pipeline::folder_of(given.draft);
    const bool in_place =
        given.output.empty() || (given.output != "-" && same_file(given.output, given.draft));
    auto inputs = pipeline::sources_of(before, folder);
    inputs.emplace_back(given.draft);
    if (!in_place) BEATSYNC_CHECK(check_text_output(given.output, inputs, given.overwrite));
    BEATSYNC_TRY(const EditedDraft edited, edit_draft(before, folder, plan, given.edit.analysis(), session));
    for (const std::string& note : edited.notes)
        session.console.say(note);
    for (const std::string& line : edited.left_out)
        session.console.left_out(line);
    if (given.output == "-" && !session.json) {
        BEATSYNC_CHECK(session.console.result(draft::to_json(edited.draft)));
        return edited.left_out.empty() ? Outcome::done : Outcome::partial;
    }
    int version = 0;
    if (in_place) {
        BEATSYNC_TRY(version, pipeline::write_version(
                                  given.draft, pipeline::draft_text(given.draft, edited.draft), plan.did));
    } else if (given.output != "-") {
        BEATSYNC_CHECK(pipeline::write_draft(given.output, edited.draft));
    }
    const draft::Draft start = pipeline::with_absolute_sources(before, folder);
    return report(session, in_place ? given.draft : given.output, start, edited.draft, &edited, version);
}

}  // namespace

Action define_edit(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("DRAFT", given->draft, "The draft; pieces are counted as `show` prints them");
    command
        .add_option("-o,--output", given->output,
                    "The edited draft; without, DRAFT itself, and --undo goes back")
        ->type_name("NEW.json")
        ->configurable(false);
    const auto add = [&](const char* name, std::vector<std::string>& value, const char* help) {
        return command.add_option(name, value, help)
            ->type_name("N")
            ->expected(0, 1)
            ->configurable(false)
            ->group("Versions");
    };
    given->undo_flag = add("--undo", given->undo, "Take back the last edit in place, or the last N");
    given->redo_flag = add("--redo", given->redo, "Do again what was taken back");
    given->edit.define(command);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
