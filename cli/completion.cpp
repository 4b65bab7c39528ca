#include "cli/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/command.h"

namespace beatsync::cli {
namespace {

struct VerbOptions {
    const Verb* verb;
    std::vector<OptionDescription> options;
};

std::vector<VerbOptions> all_options() {
    std::vector<VerbOptions> all;
    for (const Verb& verb : verbs()) {
        Globals unused;
        all.push_back({&verb, Command(verb, unused).options()});
    }
    return all;
}

std::string verb_words() {
    std::string words;
    for (const Verb& verb : verbs())
        words += fmt::format("{}{}", words.empty() ? "" : " ", verb.name);
    return words;
}

std::string option_words(const std::vector<OptionDescription>& options) {
    std::string words;
    for (const auto& option : options)
        if (!option.positional) words += fmt::format("{}{}", words.empty() ? "" : " ", option.names.back());
    return words;
}

/// Text between single quotes: a quote ends them, adds an escaped one and begins again.
std::string shell_quoted(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return "'" + out + "'";
}

std::string bash_script() {
    std::string text =
        "# bash completion for beatsync; put it into ~/.local/share/bash-completion/completions/beatsync\n"
        "_beatsync() {\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} "
        "verb=${COMP_WORDS[1]}\n"
        "    local words=\n"
        "    if [[ $COMP_CWORD -eq 1 ]]; then\n";
    text += fmt::format("        words='{} {}'\n", verb_words(), option_words(front_options()));
    text += "    else\n        case \"$verb $previous\" in\n";
    for (const auto& [verb, options] : all_options())
        for (const auto& option : options)
            if (!option.choices.empty())
                text += fmt::format("            '{} {}') words='{}' ;;\n", verb->name,
                                    fmt::join(option.names, fmt::format("'|'{} ", verb->name)),
                                    fmt::join(option.choices, " "));
    text += "        esac\n        if [[ -z $words && $current == -* ]]; then\n            case $verb in\n";
    for (const auto& [verb, options] : all_options())
        text += fmt::format("                {}) words='{}' ;;\n", verb->name, option_words(options));
    return text +
           "            esac\n        fi\n    fi\n"
           "    COMPREPLY=()\n"
           "    if [[ -n $words ]]; then mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\"); "
           "fi\n"
           "}\n"
           "complete -o default -F _beatsync beatsync\n";
}

/// What zsh's _arguments calls a specification: colons and brackets in the text are its own signs.
std::string zsh_escaped(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == ':' || c == '[' || c == ']' ? fmt::format("\\{}", c) : std::string(1, c);
    return out;
}

std::string zsh_action(const OptionDescription& option) {
    if (option.value.empty()) return "";
    if (option.choices.empty()) return fmt::format(":{}:_files", zsh_escaped(option.value));
    std::string words;
    for (const auto& choice : option.choices)
        words += fmt::format("{}{}", words.empty() ? "" : " ", zsh_escaped(choice));
    return fmt::format(":value:({})", words);
}

std::string zsh_script() {
    std::string text =
        "#compdef beatsync\n"
        "# zsh completion for beatsync; put it as _beatsync into a folder of $fpath\n"
        "_beatsync() {\n"
        "    if (( CURRENT == 2 )); then\n        local -a verbs=(\n";
    for (const Verb& verb : verbs())
        text += fmt::format("            {}\n", shell_quoted(fmt::format("{}:{}", verb.name, verb.summary)));
    text += "        )\n        _describe verb verbs\n        return\n    fi\n    case $words[2] in\n";
    for (const auto& [verb, options] : all_options()) {
        text += fmt::format("        {}) _arguments \\\n", verb->name);
        for (const auto& option : options) {
            if (option.positional) continue;
            for (const auto& name : option.names)
                text += fmt::format("            {} \\\n",
                                    shell_quoted(fmt::format("*{}[{}]{}", name, zsh_escaped(option.help),
                                                             zsh_action(option))));
        }
        text += "            '*:file:_files' ;;\n";
    }
    return text + "    esac\n}\n_beatsync \"$@\"\n";
}

std::string fish_line(const Verb& verb, const OptionDescription& option) {
    std::string text = fmt::format("complete -c beatsync -n '__fish_seen_subcommand_from {}'", verb.name);
    for (const auto& name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.value.empty()) text += option.choices.empty() ? " -r" : " -x";
    if (!option.choices.empty()) text += fmt::format(" -a '{}'", fmt::join(option.choices, " "));
    return text + " -d " + shell_quoted(option.help) + "\n";
}

std::string fish_script() {
    std::string text =
        "# fish completion for beatsync; put it into ~/.config/fish/completions/beatsync.fish\n";
    for (const Verb& verb : verbs())
        text += fmt::format("complete -c beatsync -f -n __fish_use_subcommand -a {} -d {}\n", verb.name,
                            shell_quoted(verb.summary));
    for (const auto& [verb, options] : all_options())
        for (const auto& option : options)
            if (!option.positional) text += fish_line(*verb, option);
    return text;
}

}  // namespace

std::string completion_script(std::string_view shell) {
    if (shell == "bash") return bash_script();
    if (shell == "zsh") return zsh_script();
    return fish_script();
}

}  // namespace beatsync::cli
