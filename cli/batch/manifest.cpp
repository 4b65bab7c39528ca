#include "cli/batch/manifest.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include "cli/command.h"
#include "cli/console.h"
#include "cli/text_output.h"
#include "media/digest.h"

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

// Sorted keys: the same job however its line is written.
using Object = nlohmann::json;

constexpr std::array<std::string_view, 9> kOutputOptions = {
    "-o", "--output", "--draft", "--click", "--plot", "--check", "--sheet", "--html", "--csv"};

/// The options of a verb; made once.
const std::vector<OptionDescription>& options_of(const Verb& verb) {
    static std::mutex mutex;
    static std::map<std::string_view, std::vector<OptionDescription>> known;
    const std::scoped_lock lock(mutex);
    const auto found = known.find(verb.name);
    if (found != known.end()) return found->second;
    Globals globals;
    return known.emplace(verb.name, Command(verb, globals).options()).first->second;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool is_named(const OptionDescription& option, const std::string& key) {
    if (!option.positional)
        return std::find(option.names.begin(), option.names.end(), "--" + key) != option.names.end();
    const std::string name = lower(option.names.front().substr(0, option.names.front().find('.')));
    return key == name || key == name + "s";
}

/// The option that a key means: by its long name, else a positional argument.
const OptionDescription* find_option(const std::vector<OptionDescription>& options, const std::string& key) {
    for (const bool positional : {false, true})
        for (const OptionDescription& option : options)
            if (option.positional == positional && is_named(option, key)) return &option;
    return nullptr;
}

/// Text and numbers as one would write them on the command line.
std::optional<std::string> word_of(const Object& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number()) return value.dump();
    return std::nullopt;
}

tl::unexpected<Error> bad_value(const std::string& key, std::string_view wanted) {
    return fail(Errc::usage, fmt::format("\"{}\" has to be {}", one_line(key), wanted));
}

/// A value, or a list of them.
Result<std::vector<std::string>> words_of(const std::string& key, const Object& value, bool many) {
    std::vector<std::string> words;
    if (!value.is_array()) {
        const auto word = word_of(value);
        if (!word) return bad_value(key, many ? "a text, a number or a list of them" : "a text or a number");
        return std::vector{*word};
    }
    if (!many) return bad_value(key, "one value, not a list");
    for (const Object& item : value) {
        const auto word = word_of(item);
        if (!word) return bad_value(key, "a list of texts and numbers");
        words.push_back(*word);
    }
    return words;
}

Result<void> append_option(std::vector<std::string>& arguments, const std::string& key, const Object& value,
                           const OptionDescription& option) {
    const std::string name = "--" + key;
    if (option.value.empty()) {
        if (!value.is_boolean()) return bad_value(key, "true or false");
        if (value.get<bool>()) arguments.push_back(name);
        return {};
    }
    BEATSYNC_TRY(const auto words, words_of(key, value, option.many));
    for (const std::string& word : words) {
        arguments.push_back(name);
        arguments.push_back(word);
    }
    return {};
}

/// The arguments that stand for an object's keys.
Result<std::vector<std::string>> arguments_of(const Object& object, const Verb& verb) {
    const auto& options = options_of(verb);
    std::vector<std::string> arguments;
    std::map<const OptionDescription*, std::vector<std::string>> positional;  // in the order of the options
    for (const auto& [given, value] : object.items()) {
        if (given == "id" || given == "verb" || value.is_null()) continue;
        std::string key = given;
        std::replace(key.begin(), key.end(), '_', '-');
        const OptionDescription* option = find_option(options, key);
        if (option == nullptr)
            return fail(Errc::usage, fmt::format("{} has no option \"{}\"", verb.name, one_line(given)),
                        fmt::format("see beatsync {} --help", verb.name));
        if (option->positional) {
            BEATSYNC_TRY(positional[option], words_of(given, value, option->many));
        } else {
            BEATSYNC_CHECK(append_option(arguments, key, value, *option));
        }
    }
    if (!positional.empty()) arguments.emplace_back("--");
    for (const auto& [option, words] : positional)
        arguments.insert(arguments.end(), words.begin(), words.end());
    return arguments;
}

/// Takes the verb's one or two words off the front of a command line.
Result<const Verb*> take_verb(std::vector<std::string>& words) {
    if (!words.empty() && words.front() == "beatsync") words.erase(words.begin());
    for (const std::size_t count : {std::size_t{1}, std::size_t{2}}) {
        if (words.size() < count) break;
        const std::string name = count == 1 ? words[0] : words[0] + " " + words[1];
        if (const Verb* verb = find_verb(name); verb != nullptr) {
            words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
            return verb;
        }
    }
    return fail(Errc::usage, "\"args\" begins with no verb", R"(as in ["sync", "-m", "song.mp3", …])");
}

/// The value of an option of that name that begins at argument `i`.
std::optional<std::string> value_at(const std::vector<std::string>& arguments, std::size_t i,
                                    std::string_view option) {
    if (arguments[i] == option && i + 1 < arguments.size()) return arguments[i + 1];
    const std::string with_value = std::string(option) + "=";
    if (option.starts_with("--") && arguments[i].starts_with(with_value))
        return arguments[i].substr(with_value.size());
    return std::nullopt;
}

void find_outputs(Job& job, const fs::path& folder) {
    const auto add = [&](const std::string& name) {
        std::error_code ec;
        const fs::path path = (folder / name).lexically_normal();
        if (!is_stdout(name) && path.has_filename() && !fs::is_directory(path, ec))
            job.outputs.push_back(path);
    };
    for (std::size_t i = 0; i < job.arguments.size() && job.arguments[i] != "--"; ++i)
        for (const std::string_view option : kOutputOptions)
            if (const auto value = value_at(job.arguments, i, option)) {
                if (option == "-o" || option == "--output") job.output = *value;
                add(*value);
            }
}

Result<void> fill_in(Job& job, const Object& object) {
    const auto verb_key = object.find("verb");
    const auto list = object.find("args");
    const Verb* verb = nullptr;
    if (list != object.end()) {
        if (verb_key != object.end())
            return fail(Errc::usage, "\"args\" and \"verb\" both say the verb", "leave \"verb\" out");
        if (!list->is_array()) return bad_value("args", R"(a list: ["sync", "-m", "song.mp3", …])");
        BEATSYNC_TRY(job.arguments, words_of("args", *list, true));
        BEATSYNC_TRY(verb, take_verb(job.arguments));
        for (const auto& [key, value] : object.items())
            if (key != "id" && key != "args")
                return fail(Errc::usage,
                            fmt::format("\"args\" is the whole command, and there is \"{}\"", one_line(key)));
    } else {
        const std::string name = verb_key == object.end() ? "sync"
                                 : verb_key->is_string()  ? verb_key->get<std::string>()
                                                          : "";
        verb = find_verb(name);
        if (verb == nullptr)
            return fail(Errc::usage, fmt::format("'{}' is not a verb", one_line(name)),
                        "see beatsync --help");
        BEATSYNC_TRY(job.arguments, arguments_of(object, *verb));
    }
    job.verb = verb->name;
    if (job.verb == "batch") return fail(Errc::usage, "a batch in a batch is not possible");
    return {};
}

/// The id of an object that has one.
std::string id_of(const Object& object) {
    if (!object.is_object()) return {};
    const auto id = object.find("id");
    return id == object.end() ? std::string() : word_of(*id).value_or("");
}

}  // namespace

bool verb_takes(const std::string& verb, const std::string& option) {
    const Verb* found = find_verb(verb);
    if (found == nullptr) return false;
    const auto& options = options_of(*found);
    return std::any_of(options.begin(), options.end(), [&](const OptionDescription& o) {
        return std::find(o.names.begin(), o.names.end(), option) != o.names.end();
    });
}

std::string Job::key() const {
    return media::sha256(id.empty() ? "job " + digest : "id " + id).substr(0, 32);
}

Result<Job> parse_job(std::string_view line, const fs::path& folder) {
    if (line.size() > kMaxJobBytes)
        return fail(Errc::usage, fmt::format("the line is longer than {} bytes", kMaxJobBytes));
    const Object object = Object::parse(line, nullptr, false);
    if (object.is_discarded())
        return fail(Errc::usage, "the line is not JSON", R"(one job a line: {"music": "song.mp3", …})");
    if (!object.is_object())
        return fail(Errc::usage, "the line is no JSON object", R"(one job a line: {"music": "song.mp3", …})");
    Job job;
    if (const auto id = object.find("id"); id != object.end() && !id->is_null()) {
        const auto word = word_of(*id);
        if (!word || word->empty()) return bad_value("id", "a text or a number");
        job.id = *word;
    }
    job.digest = media::sha256(object.dump());
    BEATSYNC_CHECK(fill_in(job, object));
    find_outputs(job, folder);
    return job;
}

std::vector<Entry> read_manifest(std::string_view text, const fs::path& folder) {
    std::vector<Entry> entries;
    std::unordered_map<std::string, std::size_t> lines;  // of what may be there once
    const auto take = [&](Entry& entry, const std::string& thing, const std::string& name) {
        const auto [first, fresh] = lines.emplace(thing, entry.line);
        if (fresh || !entry.fault.empty()) return;
        entry.fault = fmt::format("{} is that of line {}", name, first->second);
        entry.hint = "one of the two has to change";
    };
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        Entry entry{number, line, {}, {}, {}};
        auto job = parse_job(line, folder);
        if (!job) {
            entry.fault = job.error().message;
            entry.hint = job.error().hint;
            entry.id = id_of(Object::parse(line, nullptr, false));
        } else {
            entry.id = job->id;
            take(entry, job->key(),
                 job->id.empty() ? "the job" : fmt::format("the id \"{}\"", one_line(job->id)));
            for (const fs::path& output : job->outputs)
                take(entry, output.string(), fmt::format("the output {}", one_line(output.string())));
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace beatsync::cli
