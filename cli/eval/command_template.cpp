#include "cli/eval/command_template.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

namespace beatsync::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kAudio = "{audio}";
constexpr std::string_view kOut = "{out}";
constexpr const char* kForm = "as in --exec 'NAME=program --option {audio} {out}'";
constexpr const char* kShellForm =
    R"(let a shell have it as an argument: sh -c 'program "$1" > "$2"' sh {audio} {out})";

struct Word {
    std::string text;
    bool quoted = false;  ///< in part or whole
};

/// As a POSIX shell splits a line, without its expansions.
Result<std::vector<Word>> split_words(std::string_view text) {
    std::vector<Word> words;
    bool open = false;  // whether the last word goes on
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool blank = c == ' ' || c == '\t' || c == '\n';
        if (quote == 0 && blank) {
            open = false;
            continue;
        }
        if (!open) words.emplace_back();
        open = true;
        Word& word = words.back();
        if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
            word.quoted = true;
        } else if (c == '\\' && quote != '\'' && i + 1 < text.size() &&
                   (quote == 0 || text[i + 1] == '"' || text[i + 1] == '\\')) {
            word.text += text[++i];
            word.quoted = true;
        } else {
            word.text += c;
        }
    }
    if (quote != 0)
        return fail(Errc::usage, fmt::format("--exec: a {} is not closed in: {}", quote, text), kForm);
    return words;
}

/// Takes "NAME=" off the front, if it is there.
std::string take_name(std::string_view& text) {
    const auto is_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-' || c == '.' || c == '+';
    };
    const auto* end = std::find_if_not(text.begin(), text.end(), is_name);
    if (end == text.begin() || end == text.end() || *end != '=') return {};
    std::string name(text.begin(), end);
    text.remove_prefix(name.size() + 1);
    return name;
}

bool holds(std::string_view word, std::string_view placeholder) {
    return word.find(placeholder) != std::string_view::npos;
}

/// Words that only a shell understands.
bool asks_for_shell(const Word& word) {
    constexpr std::array<std::string_view, 6> kOperators{"|", "||", "&&", "&", ";", "<"};
    if (word.quoted) return false;
    return word.text.starts_with('>') || word.text.starts_with("2>") ||
           std::find(kOperators.begin(), kOperators.end(), word.text) != kOperators.end();
}

/// sh -c 'program {audio}': the name of a file would be code.
bool is_injection(const std::vector<Word>& words) {
    constexpr std::array<std::string_view, 8> kShells{"sh",  "bash", "dash", "zsh",
                                                      "ksh", "ash",  "fish", "busybox"};
    bool shell = false;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const std::string name = fs::path(words[i].text).filename().string();
        shell = shell || std::find(kShells.begin(), kShells.end(), name) != kShells.end();
        const std::string& option = words[i].text;
        const bool code = option.size() > 1 && option[0] == '-' && option[1] != '-' && option.back() == 'c';
        if (shell && code && (holds(words[i + 1].text, kAudio) || holds(words[i + 1].text, kOut)))
            return true;
    }
    return false;
}

/// Empty when there is none.
fs::path find_program(const std::string& name, std::string_view path) {
    const auto runs = [](const fs::path& file) {
        std::error_code ec;
        return fs::is_regular_file(file, ec) && ::access(file.c_str(), X_OK) == 0;
    };
    if (name.find('/') != std::string::npos) return runs(name) ? fs::path(name) : fs::path();
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        fs::path file = fs::path(path.substr(0, end)) / name;
        if (end > 0 && runs(file)) return file;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return {};
}

}  // namespace

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
}

std::vector<std::string> CommandTemplate::fill(const std::string& audio, const std::string& out) const {
    std::vector<std::string> filled;
    for (std::string word : words) {
        // {out} first: it is a name of ours, while a song may be called "{out}.wav".
        replace_all(word, kOut, out);
        replace_all(word, kAudio, audio);
        filled.push_back(std::move(word));
    }
    return filled;
}

Result<CommandTemplate> parse_command(const std::string& text, const std::string& path) {
    CommandTemplate command;
    std::string_view rest = text;
    command.name = take_name(rest);
    BEATSYNC_TRY(const auto words, split_words(rest));
    if (words.empty()) return fail(Errc::usage, fmt::format("--exec: no program in '{}'", text), kForm);
    if (std::any_of(words.begin(), words.end(), asks_for_shell))
        return fail(
            Errc::usage, fmt::format("--exec: no shell runs this: {}", text),
            fmt::format("what a program prints is taken for its beats where there is no {{out}}; or {}",
                        kShellForm));
    if (is_injection(words))
        return fail(Errc::usage, fmt::format("--exec: the name of a file would become code in: {}", text),
                    kShellForm);
    bool has_audio = false;
    for (const Word& word : words) {
        command.words.push_back(word.text);
        has_audio = has_audio || holds(word.text, kAudio);
        command.has_out = command.has_out || holds(word.text, kOut);
    }
    if (!has_audio) return fail(Errc::usage, fmt::format("--exec: {{audio}} is missing in: {}", text), kForm);
    command.program = find_program(command.words.front(), path);
    if (command.program.empty())
        return fail(Errc::usage, fmt::format("--exec: there is no program called {}", command.words.front()),
                    "install it, or give its path");
    if (command.name.empty()) command.name = fs::path(command.words.front()).filename().string();
    return command;
}

}  // namespace beatsync::cli
