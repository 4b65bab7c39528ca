#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "cli/cloud_render.h"
#include "cli/command.h"
#include "cli/json_document.h"
#include "cli/options.h"
#include "cli/verb.h"
#include "cli/words_commands.h"
#include "cli/words_subject.h"

namespace beatsync::cli {
namespace {

namespace fs = std::filesystem;
using words::Intent;
using words::Topic;

struct Arguments {
    std::string words;
    std::vector<std::string> files;
    std::string output;
    bool dry_run = false;
    bool overwrite = false;
    bool anonymous = false;
    bool offline = false;
};

constexpr const char* kWhatItKnows =
    "shape, length, pace, title, volume, transitions, order, \"only clips 1 and 3\", \"start at the drop\", "
    "style, "
    "quality and size, and edits of a draft; see beatsync do --help";

/// One `do`, from the words to the last command.
class Doing {
public:
    Doing(const Arguments& given, const Session& session) : given_(given), session_(session) {}

    Result<Outcome> run() {
        understood_ = words::understand(given_.words);
        find_unknown();
        if (understood_.intents.empty()) return hand_over();
        BEATSYNC_CHECK(plan());
        for (const CommandLine& command : plan_.commands)
            echo(command);
        if (!given_.dry_run) {
            for (const CommandLine& command : plan_.commands)
                BEATSYNC_CHECK(run_command(command));
            if (!unknown_.empty() && may_use_cloud(place())) BEATSYNC_CHECK(ask_cloud(rest_of_the_words()));
        }
        return finish();
    }

private:
    void find_unknown() {
        for (const words::Span& span : understood_.not_understood)
            unknown_.push_back(given_.words.substr(span.begin, span.end - span.begin));
    }

    [[nodiscard]] PlaceArguments place() const {
        PlaceArguments place;
        place.anonymous = given_.anonymous;
        place.cloud.offline = given_.offline;
        return place;
    }

    /// Nothing is understood: all of it is the cloud's, or nobody's.
    Result<Outcome> hand_over() {
        if (!given_.dry_run && may_use_cloud(place())) {
            BEATSYNC_CHECK(ask_cloud(with_files(given_.words, given_.files)));
            unknown_.clear();
            return finish();
        }
        const bool cloud = has_cloud() && !given_.offline;
        return fail(
            Errc::usage, fmt::format("not understood: {}", given_.words),
            cloud ? fmt::format(
                        "what works without the cloud: {}; with it: --anonymous, or beatsync cloud login",
                        kWhatItKnows)
                  : kWhatItKnows);
    }

    Result<void> plan() {
        BEATSYNC_TRY(const WordsSubject subject, sort_files(files(), session_.console));
        WordsOutputs outputs = free_names(subject);
        if (!given_.output.empty()) {
            const bool draft = fs::path(given_.output).extension() == ".json";
            (draft ? outputs.draft : outputs.video) = given_.output;
        }
        std::vector<Intent> intents = understood_.intents;
        if (fs::path(given_.output).extension() == ".mp4" && !subject.draft.empty())
            intents.push_back({Topic::render, "", {}});
        BEATSYNC_TRY(plan_, commands_for(intents, subject, outputs));
        for (CommandLine& command : plan_.commands)
            BEATSYNC_CHECK(keep_what_the_verb_has(command));
        return {};
    }

    /// Those of the line, and those that the words name and the line doesn't.
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> files = given_.files;
        for (const Intent& intent : understood_.intents) {
            if (intent.topic != Topic::use_file) continue;
            const bool there = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
                return file == intent.value || fs::path(file).filename() == intent.value;
            });
            if (!there) files.push_back(intent.value);
        }
        return files;
    }

    /// Adds what `do` was told itself, and sees to it that the verb is there and takes all of it.
    Result<void> keep_what_the_verb_has(CommandLine& command) {
        const Verb* verb = find_verb(command.verb);
        if (verb == nullptr)
            return fail(Errc::usage,
                        fmt::format("this program has no `{}`, which would do that", command.verb),
                        "a newer one has");
        Globals globals;
        const std::vector<OptionDescription> options = Command(*verb, globals).options();
        const auto has = [&](const std::string& name) {
            return std::any_of(options.begin(), options.end(), [&](const OptionDescription& option) {
                return std::find(option.names.begin(), option.names.end(), name) != option.names.end();
            });
        };
        auto& arguments = command.arguments;
        for (std::size_t i = 0; i < arguments.size();) {
            const std::string name = arguments[i].substr(0, arguments[i].find('='));
            if (!name.starts_with("--") || has(name)) {
                ++i;
                continue;
            }
            plan_.left_out.push_back(fmt::format("left out: `{}` has no {}", command.verb, name));
            const bool value = arguments[i].find('=') == std::string::npos && i + 1 < arguments.size() &&
                               !arguments[i + 1].starts_with('-');
            arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i),
                            arguments.begin() + static_cast<std::ptrdiff_t>(i + (value ? 2 : 1)));
        }
        const auto pass_on = [&](bool given, const char* name) {
            if (given && has(name)) arguments.emplace_back(name);
        };
        pass_on(given_.overwrite, "--overwrite");
        pass_on(given_.anonymous, "--anonymous");
        pass_on(given_.offline, "--offline");
        return {};
    }

    void echo(const CommandLine& command) {
        const std::string line = shell_line(command);
        json_["commands"].push_back(line);
        if (!given_.dry_run) session_.console.say(line);
    }

    /// Through the same parser as if it had been typed.
    Result<void> run_command(const CommandLine& command) {
        Globals globals;
        globals.json = session_.json;
        Command parsed(*find_verb(command.verb), globals);
        BEATSYNC_TRY(const Command::Parsed how, parsed.parse(command.arguments));
        if (how == Command::Parsed::help) return {};
        std::string document;
        if (session_.json) session_.console.hold(&document);
        const auto outcome = parsed.action()(session_);
        session_.console.hold(nullptr);
        if (!outcome) return fail(outcome.error());
        if (*outcome == Outcome::partial) outcome_ = Outcome::partial;
        if (session_.json) json_["results"].push_back(Json::parse(document, nullptr, false));
        return {};
    }

    /// What the cloud is to do with the film that was just made.
    [[nodiscard]] std::string rest_of_the_words() const {
        std::vector<std::string> films;
        for (const CommandLine& command : plan_.commands) {
            const auto& arguments = command.arguments;
            const auto output = std::find(arguments.begin(), arguments.end(), "-o");
            const bool film = output != arguments.end() && fs::path(*(output + 1)).extension() == ".mp4";
            if (film) films.push_back(*(output + 1));
        }
        return with_files(fmt::format("{}", fmt::join(unknown_, ", ")), films);
    }

    static std::string with_files(std::string text, const std::vector<std::string>& files) {
        std::error_code error;
        for (const std::string& file : files)
            if (fs::is_regular_file(file, error)) text += " \"" + file + "\"";
        return text;
    }

    Result<void> ask_cloud(const std::string& text) {
        const CommandLine command{"cloud chat", {text}};
        echo(command);
        BEATSYNC_CHECK(run_command(command));
        unknown_.clear();
        return {};
    }

    Result<Outcome> finish() {
        for (const std::string& line : plan_.left_out)
            session_.console.left_out(line);
        for (const std::string& text : unknown_)
            session_.console.left_out(fmt::format("not understood, and left out: {}", text));
        if (!plan_.left_out.empty() || !unknown_.empty()) outcome_ = Outcome::partial;
        if (session_.json) {
            json_["understood"] = words::describe(understood_.intents);
            json_["left_out"] = plan_.left_out;
            json_["not_understood"] = unknown_;
            BEATSYNC_CHECK(session_.console.result(document(json_)));
        } else if (given_.dry_run) {
            for (const CommandLine& command : plan_.commands)
                BEATSYNC_CHECK(session_.console.result(shell_line(command) + "\n"));
        }
        return outcome_;
    }

    const Arguments& given_;
    const Session& session_;
    words::Understanding understood_;
    std::vector<std::string> unknown_;
    WordsCommands plan_;
    Json json_ = Json::object();
    Outcome outcome_ = Outcome::done;
};

}  // namespace

Action define_do(CLI::App& command) {
    const auto given = std::make_shared<Arguments>();
    command.add_option("WORDS", given->words, "What is to be done, in plain words, English or Chinese")
        ->required();
    command.add_option("FILE", given->files, "A song and clips or their folder, or a draft; in any order");
    command.add_option("-o,--output", given->output, "The video, or with a draft the new draft")
        ->type_name("OUT");
    command.add_flag("--dry-run", given->dry_run, "Only print the command that it comes to");
    command.add_flag("--anonymous", given->anonymous,
                     "Leave for the cloud to have what is not understood here, without a token of yours");
    command.add_flag("--offline", given->offline, "Open no connection, whatever else is asked");
    define_overwrite(command, given->overwrite);
    return [given](const Session& session) { return Doing(*given, session).run(); };
}

}  // namespace beatsync::cli
