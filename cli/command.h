#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/verb.h"
#include "core/error.h"

// A verb's options: made, described, parsed. Each verb is a parser of its own and not a CLI11 subcommand, for
// those would take a folder that is called like a verb for the verb.
namespace beatsync::cli {

/// What every verb takes.
struct Globals {
    bool json = false;
    bool quiet = false;
    bool verbose = false;
    std::string config;  ///< given before the verb; empty = the user's own file, if there is one
};

/// One option or positional argument, for help, manual and completion.
struct OptionDescription {
    std::vector<std::string> names;  ///< "-m", "--music"; a positional has one without dashes
    std::string value;               ///< "SONG", "auto|slow|N"; empty for a flag
    std::string help;
    std::string group;
    std::string default_value;         ///< empty = none worth saying
    std::vector<std::string> choices;  ///< fixed words among the values
    bool positional = false;
    bool required = false;
    bool many = false;
};

/// A verb ready to parse.
class Command {
public:
    Command(const Verb& verb, Globals& globals);
    Command(Command&&) noexcept;
    Command& operator=(Command&&) noexcept;
    ~Command();

    [[nodiscard]] const Verb& verb() const { return *verb_; }
    [[nodiscard]] std::vector<OptionDescription> options() const;

    enum class Parsed { run, help };
    /// The arguments after the verb; then BEATSYNC_ variables, then the configuration file. Errc::usage.
    Result<Parsed> parse(std::vector<std::string> arguments);
    [[nodiscard]] const Action& action() const { return action_; }

private:
    const Verb* verb_;
    std::unique_ptr<CLI::App> app_;
    Action action_;
};

/// "--music-volume" → "BEATSYNC_MUSIC_VOLUME".
[[nodiscard]] std::string environment_name(const std::string& option);

/// Options before the verb, and what takes its place. `rest` begins with the verb; empty when there is none.
struct FrontArguments {
    bool help = false;
    bool version = false;
    bool manual = false;
    std::string completion;
    std::vector<std::string> rest;
};
[[nodiscard]] Result<FrontArguments> parse_front(std::vector<std::string> arguments, Globals& globals);

/// The options of parse_front, described.
[[nodiscard]] std::vector<OptionDescription> front_options();

}  // namespace beatsync::cli
