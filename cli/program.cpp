#include "cli/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "cli/exit_code.h"
#include "cli/fault_report.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/libav_log.h"
#include "cli/manual.h"
#include "cli/verb.h"
#include "core/version.h"

namespace beatsync::cli {
namespace {

std::string verb_names() {
    std::string names;
    for (const Verb& verb : verbs())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", verb.name);
    return names;
}

/// What is asked for before or instead of a verb; empty when it is a verb.
std::string front_answer(const FrontArguments& front) {
    if (front.version) return fmt::format("beatsync {}\n", version());
    if (front.manual) return manual_page();
    if (!front.completion.empty()) return completion_script(front.completion);
    if (front.help || (front.rest.size() == 1 && front.rest.front() == "help")) return front_help_text();
    return "";
}

Result<Outcome> run_verb(Command& command, Console& console, const Globals& globals) {
    Interrupt interrupt;
    const LibavLog libav_log(console);
    const Session session{console, RunContext{&console, &console, interrupt.token()}, globals.json};
    return command.action()(session);
}

int finish(Console& console, const Result<Outcome>& outcome) {
    if (outcome) return *outcome == Outcome::done ? kExitDone : kExitPartial;
    console.fault(outcome.error());
    report_fault(outcome.error());
    return exit_code(outcome.error().code);
}

Result<Outcome> print(Console& console, const std::string& text) {
    BEATSYNC_CHECK(console.result(text));
    return Outcome::done;
}

/// "cloud", alone or with --help: a word that several verbs begin with.
bool is_verb_family(const std::vector<std::string>& words) {
    const bool asks = words.size() == 1 || words[1] == "--help" || words[1] == "-h" || words[1] == "help";
    return asks && std::any_of(verbs().begin(), verbs().end(),
                               [&](const Verb& verb) { return verb.name.starts_with(words.front() + " "); });
}

/// Takes the verb's one or two words off the front.
Result<const Verb*> take_verb(std::vector<std::string>& words) {
    std::string name = words.front();
    std::size_t taken = 1;
    const Verb* verb = find_verb(name);
    if (verb == nullptr && words.size() > 1) {
        const std::string both = name + " " + words[1];
        verb = find_verb(both);
        if (verb != nullptr || is_verb_family({name})) name = both;
        taken = 2;
    }
    if (verb == nullptr)
        return fail(Errc::usage, fmt::format("'{}' is not a verb: {}", name, verb_names()),
                    "see beatsync --help");
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken));
    return verb;
}

Result<Outcome> dispatch(std::vector<std::string> arguments, Globals& globals, Console& early) {
    BEATSYNC_TRY(FrontArguments front, parse_front(std::move(arguments), globals));
    if (const std::string answer = front_answer(front); !answer.empty()) return print(early, answer);
    if (front.rest.empty())
        return fail(Errc::usage, "no verb is given: " + verb_names(), "see beatsync --help");
    if (is_verb_family(front.rest)) return print(early, front_help_text(front.rest.front() + " "));
    BEATSYNC_TRY(const Verb* verb, take_verb(front.rest));
    Command command(*verb, globals);
    BEATSYNC_TRY(const Command::Parsed parsed, command.parse(std::move(front.rest)));
    if (parsed == Command::Parsed::help) return print(early, help_text(command));
    Console console(detect_style(globals.quiet, globals.verbose));
    return run_verb(command, console, globals);
}

}  // namespace

int run(int argc, char** argv) {
    Console console(detect_style(false, false));
    try {
        Globals globals;
        return finish(console, dispatch({argv + 1, argv + argc}, globals, console));
    } catch (const std::exception& error) {
        return finish(console, fail(Errc::internal, fmt::format("internal error: {}", error.what()),
                                    "please report it with the command line"));
    }
}

}  // namespace beatsync::cli
