#include "cli/config_file.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

#include "cli/command.h"

namespace beatsync::cli {
namespace {

bool has_option(const std::vector<OptionDescription>& options, const std::string& key) {
    return std::any_of(options.begin(), options.end(), [&](const OptionDescription& option) {
        return !option.positional &&
               std::find(option.names.begin(), option.names.end(), "--" + key) != option.names.end();
    });
}

/// The verb's options, without their parser: a Globals of its own, nothing is parsed.
std::vector<OptionDescription> options_of(const Verb& verb) {
    Globals unused;
    return Command(verb, unused).options();
}

bool known_to_any_verb(const std::string& key) {
    return std::any_of(verbs().begin(), verbs().end(),
                       [&](const Verb& verb) { return has_option(options_of(verb), key); });
}

bool is_section_mark(const CLI::ConfigItem& item) {
    return item.name == "++" || item.name == "--";
}

class ConfigReader : public CLI::ConfigTOML {
public:
    ConfigReader(const Verb& verb, const CLI::App& app) : verb_(verb), app_(app) {}

    std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
        std::vector<CLI::ConfigItem> own;
        std::vector<CLI::ConfigItem> common;
        const auto options = options_of(verb_);
        for (CLI::ConfigItem& item : CLI::ConfigTOML::from_config(input)) {
            if (is_section_mark(item)) continue;
            const std::string section = CLI::detail::join(item.parents, " ");
            if (!section.empty() && find_verb(section) == nullptr)
                throw CLI::ConfigError("no verb is called [" + CLI::detail::join(item.parents, ".") +
                                       "], in " + file());
            if (!section.empty() && section != verb_.name) continue;
            if (!has_option(options, item.name)) {
                if (item.parents.empty() && known_to_any_verb(item.name)) continue;
                throw CLI::ConfigError("unknown key '" + item.name + "' in " + file());
            }
            if (std::getenv(environment_name(item.name).c_str()) != nullptr) continue;
            auto& target = item.parents.empty() ? common : own;
            item.parents.clear();
            target.push_back(std::move(item));
        }
        own.insert(own.end(), common.begin(), common.end());  // the first one of a name holds
        return own;
    }

private:
    std::string file() const { return app_.get_config_ptr()->as<std::string>(); }

    const Verb& verb_;
    const CLI::App& app_;
};

}  // namespace

std::shared_ptr<CLI::Config> make_config_reader(const Verb& verb, const CLI::App& app) {
    return std::make_shared<ConfigReader>(verb, app);
}

}  // namespace beatsync::cli
