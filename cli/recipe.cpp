#include "cli/recipe.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 3> kOfThisRun = {"--help", "--threads", "--no-cache"};
/// Values that are, or begin with, a file.
constexpr std::array<std::string_view, 1> kFiles = {"--beats"};
constexpr std::array<std::string_view, 2> kPlacesInFiles = {"--pin", "--avoid"};

template <class List>
bool has(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string name_of(const CLI::Option& option) {
    return option.get_lnames().empty() ? std::string() : "--" + option.get_lnames().front();
}

/// The options that are the plan's own, and whether each takes a value and may be repeated.
struct PlanOption {
    std::string name;
    bool flag = false;
    bool repeated = false;
};

std::vector<PlanOption> all_plan_options() {
    CLI::App app;
    PlanArguments unused;
    unused.define_options(app);
    std::vector<PlanOption> options;
    for (const CLI::Option* option : app.get_options({})) {
        const std::string name = name_of(*option);
        if (name.empty() || has(kOfThisRun, name)) continue;
        options.push_back({name, option->get_type_size() == 0, option->get_expected_max() > 1});
    }
    return options;
}

std::string absolute(const std::string& path) {
    return fs::absolute(path).lexically_normal().string();
}

/// "dir/a.mp4@1=5": a name without folders is looked for among the clips, wherever they are.
std::string with_absolute_clip(const std::string& value) {
    const auto at = value.rfind('@');
    const std::string clip = value.substr(0, at);
    if (at == std::string::npos || clip.find('/') == std::string::npos) return value;
    return absolute(clip) + value.substr(at);
}

/// An option with its values, in the order of the list.
struct Given {
    std::string name;
    std::vector<std::string> values;  ///< of a flag none
};

std::vector<Given> parse_list(const std::vector<std::string>& list) {
    std::vector<Given> given;
    for (const std::string& word : list) {
        // "--flag=true" is whole.
        const bool value =
            !given.empty() && given.back().values.empty() && given.back().name.find('=') == std::string::npos;
        if (value || !word.starts_with("--")) {
            if (!given.empty()) given.back().values.push_back(word);
        } else {
            given.push_back({word, {}});
        }
    }
    return given;
}

}  // namespace

std::vector<std::string> plan_options_given(const CLI::App& command, From from) {
    std::vector<std::string> given;
    const auto& typed = command.parse_order();
    for (const PlanOption& known : all_plan_options()) {
        const CLI::Option* option = command.get_option_no_throw(known.name);
        if (option == nullptr || option->count() == 0) continue;
        if (from == From::command_line && std::find(typed.begin(), typed.end(), option) == typed.end())
            continue;
        if (known.flag) {
            // One word, so that a list can be read without knowing the options.
            given.push_back(known.name + "=" + option->results().back());
            continue;
        }
        const auto& values = option->results();
        const std::size_t first = known.repeated ? 0 : values.size() - 1;
        for (std::size_t i = first; i < values.size(); ++i) {
            given.push_back(known.name);
            given.push_back(values[i]);
        }
    }
    return given;
}

draft::Recipe make_recipe(const std::string& song, const std::vector<fs::path>& clips,
                          std::vector<std::string> options) {
    draft::Recipe recipe;
    if (!song.empty()) recipe.song = absolute(song);
    for (const fs::path& clip : clips)
        recipe.clips.push_back(absolute(clip.string()));
    for (std::size_t i = 0; i + 1 < options.size(); ++i) {
        if (has(kFiles, options[i]) && !options[i + 1].empty()) options[i + 1] = absolute(options[i + 1]);
        if (has(kPlacesInFiles, options[i])) options[i + 1] = with_absolute_clip(options[i + 1]);
    }
    recipe.options = std::move(options);
    return recipe;
}

Result<PlanArguments> parse_plan_options(const std::vector<std::string>& options) {
    PlanArguments arguments;
    CLI::App app;
    arguments.define_options(app);
    std::vector<std::string> words(options.rbegin(), options.rend());  // CLI11 takes them from the back
    try {
        app.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
        return fail(Errc::input, fmt::format("the draft's recipe: {}", error.what()),
                    "was it planned by another version of beatsync? Plan it again");
    }
    arguments.forget_command();
    return arguments;
}

std::vector<std::string> short_clip_names(std::vector<std::string> options,
                                          const std::vector<std::string>& clips) {
    for (std::size_t i = 0; i + 1 < options.size(); ++i) {
        if (!has(kPlacesInFiles, options[i])) continue;
        std::string& value = options[i + 1];
        const auto at = value.rfind('@');
        const std::string name = fs::path(value.substr(0, at)).filename().string();
        const auto same = std::count_if(clips.begin(), clips.end(), [&](const std::string& clip) {
            return fs::path(clip).filename() == name;
        });
        if (at != std::string::npos && same == 1) value = name + value.substr(at);
    }
    return options;
}

std::vector<std::string> merge_options(const std::vector<std::string>& older,
                                       const std::vector<std::string>& newer) {
    static constexpr std::array<std::string_view, 2> kAddUp = {"--pin", "--avoid"};
    std::set<std::string> replaced;
    bool exact = false;  // a size of both sides says the shape too
    const auto is_exact = [](const Given& o) {
        return o.name == "--size" && !o.values.empty() && o.values.front().find('x') != std::string::npos;
    };
    const auto key = [](const std::string& name) { return name.substr(0, name.find('=')); };
    for (const Given& option : parse_list(newer)) {
        exact = exact || is_exact(option);
        if (!has(kAddUp, option.name)) replaced.insert(key(option.name));
    }
    const bool shape = replaced.count("--aspect") > 0;
    if (exact) replaced.insert("--aspect");
    std::vector<std::string> merged;
    for (const Given& option : parse_list(older)) {
        if (replaced.count(key(option.name)) > 0 || (shape && is_exact(option))) continue;
        merged.push_back(option.name);
        merged.insert(merged.end(), option.values.begin(), option.values.end());
    }
    merged.insert(merged.end(), newer.begin(), newer.end());
    return merged;
}

}  // namespace beatsync::cli
