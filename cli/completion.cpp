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

/// "cloud" of "cloud login".
std::string_view first_word(const Verb& verb) {
    return verb.name.substr(0, verb.name.find(' '));
}
/// "login"; empty for a verb of one word.
std::string_view second_word(const Verb& verb) {
    return verb.name.substr(std::min(first_word(verb).size() + 1, verb.name.size()));
}

/// What may come first, each once.
std::vector<std::string_view> first_words() {
    std::vector<std::string_view> words;
    for (const Verb& verb : verbs())
        if (words.empty() || words.back() != first_word(verb)) words.push_back(first_word(verb));
    return words;
}

/// What may come after it; empty where it is a whole verb.
std::vector<std::string_view> second_words(std::string_view first) {
    std::vector<std::string_view> words;
    for (const Verb& verb : verbs())
        if (first_word(verb) == first && !second_word(verb).empty()) words.push_back(second_word(verb));
    return words;
}

/// What a first word is for.
std::string_view what_for(std::string_view first) {
    const Verb* verb = find_verb(first);
    return verb == nullptr ? "The cloud service" : verb->summary;
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
    text +=
        fmt::format("        words='{} {}'\n", fmt::join(first_words(), " "), option_words(front_options()));
    for (const std::string_view first : first_words()) {
        const auto seconds = second_words(first);
        if (seconds.empty()) continue;
        text += fmt::format("    elif [[ $verb == {} && $COMP_CWORD -eq 2 ]]; then\n", first);
        text += fmt::format("        words='{}'\n", fmt::join(seconds, " "));
    }
    text += "    else\n";
    for (const std::string_view first : first_words())
        if (!second_words(first).empty())
            text += fmt::format("        [[ $verb == {0} ]] && verb=\"{0} ${{COMP_WORDS[2]}}\"\n", first);
    text += "        case \"$verb $previous\" in\n";
    for (const auto& [verb, options] : all_options())
        for (const auto& option : options)
            if (!option.choices.empty())
                text += fmt::format("            '{} {}') words='{}' ;;\n", verb->name,
                                    fmt::join(option.names, fmt::format("'|'{} ", verb->name)),
                                    fmt::join(option.choices, " "));
    text +=
        "        esac\n        if [[ -z $words && $current == -* ]]; then\n            case \"$verb\" in\n";
    for (const auto& [verb, options] : all_options())
        text += fmt::format("                '{}') words='{}' ;;\n", verb->name, option_words(options));
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

/// The second word of a family's verbs.
std::string zsh_family(std::string_view first) {
    std::string text = fmt::format("    if [[ $verb == {} ]]; then\n", first);
    text += "        if (( CURRENT == 3 )); then\n            local -a family=(\n";
    for (const Verb& verb : verbs())
        if (first_word(verb) == first)
            text += fmt::format("                {}\n",
                                shell_quoted(fmt::format("{}:{}", second_word(verb), verb.summary)));
    return text +
           "            )\n            _describe verb family\n            return\n        fi\n"
           "        verb=\"$words[2] $words[3]\"\n    fi\n";
}

std::string zsh_script() {
    std::string text =
        "#compdef beatsync\n"
        "# zsh completion for beatsync; put it as _beatsync into a folder of $fpath\n"
        "_beatsync() {\n"
        "    if (( CURRENT == 2 )); then\n        local -a verbs=(\n";
    for (const std::string_view first : first_words())
        text += fmt::format("            {}\n", shell_quoted(fmt::format("{}:{}", first, what_for(first))));
    text += "        )\n        _describe verb verbs\n        return\n    fi\n    local verb=$words[2]\n";
    for (const std::string_view first : first_words())
        if (!second_words(first).empty()) text += zsh_family(first);
    text += "    case $verb in\n";
    for (const auto& [verb, options] : all_options()) {
        text += fmt::format("        '{}') _arguments \\\n", verb->name);
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
    std::string text =
        fmt::format("complete -c beatsync -n '__fish_seen_subcommand_from {}", first_word(verb));
    if (!second_word(verb).empty())
        text += fmt::format("; and __fish_seen_subcommand_from {}", second_word(verb));
    text += "'";
    for (const auto& name : option.names)
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.value.empty()) text += option.choices.empty() ? " -r" : " -x";
    if (!option.choices.empty()) text += fmt::format(" -a '{}'", fmt::join(option.choices, " "));
    return text + " -d " + shell_quoted(option.help) + "\n";
}

std::string fish_script() {
    std::string text =
        "# fish completion for beatsync; put it into ~/.config/fish/completions/beatsync.fish\n";
    for (const std::string_view first : first_words())
        text += fmt::format("complete -c beatsync -f -n __fish_use_subcommand -a {} -d {}\n", first,
                            shell_quoted(what_for(first)));
    for (const Verb& verb : verbs())
        if (!second_word(verb).empty())
            text += fmt::format(
                "complete -c beatsync -f -n '__fish_seen_subcommand_from {}; and not "
                "__fish_seen_subcommand_from {}' -a {} -d {}\n",
                first_word(verb), fmt::join(second_words(first_word(verb)), " "), second_word(verb),
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
