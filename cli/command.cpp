#include "cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>

#include "cli/config_file.h"
#include "cli/paths.h"

namespace beatsync::cli {
namespace {

constexpr const char* kEverywhere = "Everywhere";

void add_globals(CLI::App& app, Globals& globals) {
    app.add_flag("--json", globals.json, "The result as one JSON document")->group(kEverywhere);
    app.add_flag("-q,--quiet", globals.quiet, "No talk and no progress")->group(kEverywhere);
    app.add_flag("-v,--verbose", globals.verbose, "Say more: what the engine does")->group(kEverywhere);
    app.set_help_flag("-h,--help", "Show this text")->group(kEverywhere);
}

bool is_value_word(const std::string& word) {
    return !word.empty() &&
           std::none_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c); });
}

OptionDescription describe_option(const CLI::Option& option) {
    OptionDescription d;
    d.positional = option.get_positional();
    if (d.positional) d.names.push_back(option.get_name(true, false));
    for (const std::string& name : option.get_snames())
        d.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        d.names.push_back("--" + name);
    if (option.get_type_size() != 0 && !d.positional) d.value = option.get_type_name();
    d.help = option.get_description();
    d.group = option.get_group();
    if (!d.value.empty() && d.group != kEverywhere) d.default_value = option.get_default_str();
    if (d.default_value == "[]" || d.default_value == "\"\"") d.default_value.clear();
    d.required = option.get_required();
    d.many = option.get_expected_max() > 1;
    const auto words = CLI::detail::split(d.value, '|');
    if (words.size() > 1)
        std::copy_if(words.begin(), words.end(), std::back_inserter(d.choices), is_value_word);
    return d;
}

std::vector<OptionDescription> describe_app(const CLI::App& app) {
    std::vector<OptionDescription> options;
    for (const CLI::Option* option : app.get_options({}))
        if (!option->get_group().empty()) options.push_back(describe_option(*option));  // without: hidden
    return options;
}

/// CLI11 lets an option swallow the next one as its value: `-o --overwrite` would write a file of that name.
void refuse_options_as_values(CLI::App& app) {
    for (CLI::Option* option : app.get_options({})) {
        if (option->get_type_size() == 0 || option->get_positional()) continue;
        option->check(CLI::Validator(
            [&app](const std::string& value) {
                const bool taken =
                    value.size() > 1 && value.front() == '-' && app.get_option_no_throw(value) != nullptr;
                return taken ? fmt::format("a value is missing before {}", value) : std::string();
            },
            ""));
    }
}

void name_variables(CLI::App& app) {
    for (CLI::Option* option : app.get_options({}))
        if (!option->get_lnames().empty() && option->get_configurable())
            option->envname(environment_name(option->get_lnames().front()));
}

/// CLI11's message as one of ours: lower case, one line, no full stop.
std::string tidy(std::string message) {
    std::replace(message.begin(), message.end(), '\n', ' ');
    while (!message.empty() && (message.back() == ' ' || message.back() == '.'))
        message.pop_back();
    if (message.size() > 1 && std::islower(static_cast<unsigned char>(message[1])))
        message.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(message.front())));
    return message;
}

/// What CLI11 says of an option that takes one value and has several.
std::string plainly(const std::string& message) {
    const auto found = message.find(": At Most 1 required but received");
    return found == std::string::npos ? message : message.substr(0, found) + " is given more than once";
}

tl::unexpected<Error> usage_failure(const CLI::ParseError& error, std::string_view verb) {
    const std::string help =
        verb.empty() ? "see beatsync --help" : fmt::format("see beatsync {} --help", verb);
    const bool unreadable = dynamic_cast<const CLI::FileError*>(&error) != nullptr;
    const std::string message = tidy(plainly(error.what()));
    return fail(unreadable ? Errc::input : Errc::usage,
                verb.empty() ? message : fmt::format("{}: {}", verb, message), help);
}

/// CLI11 takes arguments from the back.
void parse_arguments(CLI::App& app, std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
}

void define_front(CLI::App& app, FrontArguments& front, Globals& globals) {
    add_globals(app, globals);
    app.add_option("--config", globals.config, "Options from a TOML file")
        ->type_name("FILE")
        ->group(kEverywhere);
    app.add_flag("--version", front.version, "Show the version");
    app.add_option("--completion", front.completion, "Print a completion script for this shell")
        ->type_name("bash|zsh|fish")
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    app.add_flag("--man", front.manual, "Print the manual page");
    app.prefix_command();
}

}  // namespace

std::string environment_name(const std::string& option) {
    std::string name = "BEATSYNC_";
    for (const char c : option.substr(option.find_first_not_of('-')))
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

Command::Command(const Verb& verb, Globals& globals)
    : verb_(&verb), app_(std::make_unique<CLI::App>(std::string(verb.summary), std::string(verb.name))) {
    app_->option_defaults()->always_capture_default();
    action_ = verb.define(*app_);
    app_->option_defaults()->always_capture_default(false);
    add_globals(*app_, globals);
    const bool given = !globals.config.empty();
    app_->set_config("--config", given ? globals.config : config_file().string(), "Options from a TOML file",
                     given)
        ->group(kEverywhere)
        ->type_name("FILE");
    app_->config_formatter(make_config_reader(verb, *app_));
    app_->allow_config_extras(CLI::config_extras_mode::error);
    name_variables(*app_);
    refuse_options_as_values(*app_);
}

Command::Command(Command&&) noexcept = default;
Command& Command::operator=(Command&&) noexcept = default;
Command::~Command() = default;

std::vector<OptionDescription> Command::options() const {
    return describe_app(*app_);
}

Result<Command::Parsed> Command::parse(std::vector<std::string> arguments) {
    try {
        parse_arguments(*app_, std::move(arguments));
        return Parsed::run;
    } catch (const CLI::CallForHelp&) {
        return Parsed::help;
    } catch (const CLI::ParseError& error) {
        return usage_failure(error, verb_->name);
    }
}

Result<FrontArguments> parse_front(std::vector<std::string> arguments, Globals& globals) {
    CLI::App app;
    FrontArguments front;
    define_front(app, front, globals);
    try {
        parse_arguments(app, std::move(arguments));
        front.rest = app.remaining();
    } catch (const CLI::CallForHelp&) {
        front.help = true;
    } catch (const CLI::ParseError& error) {
        return usage_failure(error, "");
    }
    return front;
}

std::vector<OptionDescription> front_options() {
    CLI::App app;
    FrontArguments front;
    Globals globals;
    define_front(app, front, globals);
    return describe_app(app);
}

}  // namespace beatsync::cli
