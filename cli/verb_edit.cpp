#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
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
#include "cli/words_commands.h"
#include "cli/words_subject.h"
#include "draft/draft_json.h"
#include "pipeline/draft_file.h"
#include "pipeline/outputs.h"
#include "pipeline/versions.h"
#include "words/words.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

struct Arguments {
    EditArguments edit;
    std::string draft;
    std::string words;
    std::string output;
    std::vector<std::string> undo;  // the flag's own value, if any
    std::vector<std::string> redo;
    const CLI::App* command = nullptr;  // lives as long as the verb
    bool overwrite = false;
};

bool same_file(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) ||
           fs::absolute(a).lexically_normal() == fs::absolute(b).lexically_normal();
}

/// `edit --undo cut.json` and `edit cut.json --undo 2` both mean what they say.
Result<std::optional<int>> steps_of(const CLI::App& command, const char* name,
                                    const std::vector<std::string>& given, std::string& draft) {
    // CLI11 counts values, and there may be none.
    const auto& typed = command.parse_order();
    const bool asked = std::find(typed.begin(), typed.end(), command.get_option(name)) != typed.end();
    if (!asked) return std::optional<int>();
    if (given.empty() || given.front().empty() || given.front() == "true") return std::optional(1);
    const std::string& text = given.front();
    int steps = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), steps);
    if (ec == std::errc{} && end == text.data() + text.size() && steps >= 1) return std::optional(steps);
    if (draft.empty()) {
        draft = text;
        return std::optional(1);
    }
    return fail(Errc::usage, fmt::format("{}: '{}' is not a number of edits", name, text), "1 or more");
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

/// What is understood of the words as the plan; the rest is said.
Result<EditPlan> plan_of_words(const std::string& sentence, const draft::Draft& draft,
                               std::vector<std::string>& left_out, Console& console) {
    const words::Understanding understood = words::understand(sentence);
    for (const words::Span& span : understood.not_understood)
        left_out.push_back(fmt::format("not understood, and left out: {}",
                                       sentence.substr(span.begin, span.end - span.begin)));
    WordsSubject subject;
    describe_draft(draft, subject);
    EditWords asked = edit_words(understood.intents, subject);
    if (asked.options.empty())
        return fail(Errc::usage, fmt::format("edit --do: no edit is understood in: {}", sentence),
                    asked.left_out.empty() ? "such as \"swap 2 and 5\", \"drop piece 3\", \"music at 35%\""
                                           : asked.left_out.front());
    left_out.insert(left_out.end(), asked.left_out.begin(), asked.left_out.end());
    console.say(shell_line({"edit", asked.options}));
    return parse_edit_flags(asked.options);
}

Result<Outcome> run(const Arguments& arguments, const Session& session) {
    Arguments given = arguments;
    BEATSYNC_TRY(const auto undo, steps_of(*given.command, "--undo", given.undo, given.draft));
    BEATSYNC_TRY(const auto redo, steps_of(*given.command, "--redo", given.redo, given.draft));
    if (given.draft.empty()) return fail(Errc::usage, "edit: no draft is given", "see beatsync edit --help");
    BEATSYNC_TRY(EditPlan plan, given.edit.plan());
    const bool flags = !plan.edits.empty() || !plan.clips.empty();
    if (flags && !given.words.empty())
        return fail(Errc::usage, "--do stands alone", "say it all in words, or all in options");
    const bool edits = flags || !given.words.empty();
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
    std::vector<std::string> not_done;
    if (!given.words.empty()) {
        BEATSYNC_TRY(plan, plan_of_words(given.words, pipeline::with_absolute_sources(before, folder),
                                         not_done, session.console));
    }
    BEATSYNC_TRY(EditedDraft edited, edit_draft(before, folder, plan, given.edit.analysis(), session));
    edited.left_out.insert(edited.left_out.end(), not_done.begin(), not_done.end());
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
    given->command = &command;
    command.add_option("DRAFT", given->draft, "The draft; pieces are counted as `show` prints them");
    command
        .add_option("-o,--output", given->output,
                    "The edited draft; without, DRAFT itself, and --undo goes back")
        ->type_name("NEW.json")
        ->configurable(false);
    command
        .add_option("--do", given->words,
                    "The edits in plain words, English or Chinese, instead of the options")
        ->type_name("WORDS")
        ->configurable(false);
    const auto add = [&](const char* name, std::vector<std::string>& value, const char* help) {
        command.add_option(name, value, help)
            ->type_name("N")
            ->expected(0, 1)
            ->configurable(false)
            ->group("Versions");
    };
    add("--undo", given->undo, "Take back the last edit in place, or the last N");
    add("--redo", given->redo, "Do again what was taken back");
    given->edit.define(command);
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return run(*given, session); };
}

}  // namespace beatsync::cli
