#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace beatsync::cli {
namespace {

constexpr std::size_t kColumn = 34;
constexpr std::string_view kPlainGroup = "Options";

std::string left_column(const OptionDescription& option) {
    std::string text = fmt::format("  {}", fmt::join(option.names, ", "));
    if (option.positional && option.many) text += "…";
    if (!option.value.empty()) text += " " + option.value;
    return text;
}

std::string line(const std::string& left, const OptionDescription& option) {
    const std::string standard =
        option.default_value.empty() ? "" : fmt::format(" [{}]", option.default_value);
    const std::string gap = left.size() + 2 > kColumn ? "\n" + std::string(kColumn, ' ')
                                                      : std::string(kColumn - left.size(), ' ');
    return fmt::format("{}{}{}{}\n", left, gap, option.help, standard);
}

std::vector<std::string> groups_of(const std::vector<OptionDescription>& options) {
    std::vector<std::string> groups = {std::string(kPlainGroup)};
    for (const auto& option : options)
        if (std::find(groups.begin(), groups.end(), option.group) == groups.end())
            groups.push_back(option.group);
    return groups;
}

std::string option_lines(const std::vector<OptionDescription>& options) {
    std::string text;
    for (const std::string& group : groups_of(options)) {
        std::string lines;
        for (const auto& option : options)
            if (option.group == group && !option.positional) lines += line(left_column(option), option);
        if (!lines.empty()) text += fmt::format("\n{}:\n{}", group, lines);
    }
    return text;
}

std::string usage_line(const Command& command, const std::vector<OptionDescription>& options) {
    std::string text = fmt::format("Usage: beatsync {}", command.verb().name);
    for (const auto& option : options)
        if (option.required && !option.positional)
            text += fmt::format(" {} {}", option.names.front(), option.value);
    for (const auto& option : options) {
        if (!option.positional) continue;
        const std::string name = option.names.front() + (option.many ? "…" : "");
        text += option.required ? " " + name : " [" + name + "]";
    }
    return text + " [OPTIONS]\n";
}

std::string indented(std::string_view lines) {
    std::string text;
    for (std::size_t at = 0; at < lines.size();) {
        const auto end = lines.find('\n', at);
        text += fmt::format("  {}\n", lines.substr(at, end - at));
        at = end + 1;
    }
    return text;
}

}  // namespace

std::string help_text(const Command& command) {
    const auto options = command.options();
    std::string text = fmt::format("{}.\n\n{}", command.verb().summary, usage_line(command, options));
    for (const auto& option : options)
        if (option.positional) text += "\n" + line(left_column(option), option);
    text += option_lines(options);
    text +=
        "\nEach option can also be given as a variable (--music-volume: BEATSYNC_MUSIC_VOLUME) or in the\n"
        "configuration file; the command line wins over the variable, and that over the file.\n";
    return text + fmt::format("\nExamples:\n{}", indented(command.verb().examples));
}

std::string front_help_text(std::string_view family) {
    std::string text = fmt::format(
        "Cuts video to music: a song and clips in, a video cut to the beat out.\n\n"
        "Usage: beatsync {}VERB [OPTIONS]\n\nVerbs:\n",
        family);
    const Verb* first = nullptr;
    for (const Verb& verb : verbs()) {
        if (!verb.name.starts_with(family)) continue;
        if (first == nullptr) first = &verb;
        text += fmt::format("  {:<15}{}\n", verb.name, verb.summary);
    }
    text += option_lines(front_options());
    return text + fmt::format("\nExamples:\n{}", indented(first == nullptr ? "" : first->examples));
}

}  // namespace beatsync::cli
