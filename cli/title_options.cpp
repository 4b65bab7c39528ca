#include "cli/title_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "cli/values.h"
#include "draft/text.h"

namespace beatsync::cli {
namespace {

constexpr const char* kGroup = "Titles";
constexpr double kLeastSizePct = 1;
constexpr double kMostSizePct = 50;

constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kColours{{
    {"white", "#ffffff"},
    {"black", "#000000"},
    {"red", "#e53935"},
    {"orange", "#fb8c00"},
    {"yellow", "#ffeb3b"},
    {"green", "#43a047"},
    {"cyan", "#26c6da"},
    {"blue", "#1e88e5"},
    {"purple", "#8e24aa"},
    {"pink", "#ff4f9a"},
    {"gold", "#ffc107"},
    {"grey", "#9e9e9e"},
}};

void add(CLI::App& command, const char* name, std::vector<std::string>& values, const char* help,
         const char* type) {
    command.add_option(name, values, help)->type_name(type)->allow_extra_args(false)->group(kGroup);
}

/// What belongs to the i-th title.
std::string nth(const std::vector<std::string>& values, std::size_t i, const char* otherwise = "") {
    if (values.size() == 1) return values[0];
    return i < values.size() ? values[i] : otherwise;
}

/// As in most languages: "\n" ends a line, "\\" is one of them.
Result<std::string> parse_text(const std::string& text) {
    std::string words;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 1 < text.size();
        const char next = escape ? text[i + 1] : '\0';
        if (next == 'n' || next == '\\') {
            words += next == 'n' ? '\n' : '\\';
            ++i;
        } else {
            words += text[i];
        }
    }
    if (!draft::is_utf8(words))
        return fail(Errc::usage, "--title: the text is not UTF-8", "set the terminal's character set to it");
    if (words.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(Errc::usage, "--title: the text is empty", "--title 'Urban Dreams'");
    return words;
}

Result<void> parse_at(const std::string& text, plan::TitleRequest& title) {
    const auto colon = text.find(':');
    const std::string word = text.substr(0, colon);
    if (colon != std::string::npos && (word == "beat" || word == "bar")) {
        title.at = word == "bar" ? plan::TitleAt::bar : plan::TitleAt::beat;
        const char* end = text.data() + text.size();
        const auto [stop, ec] = std::from_chars(text.data() + colon + 1, end, title.number);
        if (ec == std::errc{} && stop == end && title.number >= 1) return {};
    } else if (const auto time = parse_time(text); time && *time >= Time{}) {
        title.at = plan::TitleAt::time;
        title.time = *time;
        return {};
    }
    return fail(Errc::usage, fmt::format("--title-at: '{}' is no place in the video", text),
                "12.5, 1:05, beat:17 or bar:5, counted from 1 in the video");
}

Result<Time> parse_length(const std::string& text) {
    const auto length = parse_time(text);
    if (length && *length > Time{}) return *length;
    return fail(Errc::usage, fmt::format("--title-for: '{}' is not a length", text), "3s, 0:05");
}

Result<void> parse_size(const std::string& text, draft::TextStyle& style) {
    std::string_view number = text;
    if (number.ends_with('%')) number.remove_suffix(1);
    const char* end = number.data() + number.size();
    const auto [stop, ec] = std::from_chars(number.data(), end, style.size_pct);
    const bool good = ec == std::errc{} && stop == end && std::isfinite(style.size_pct);
    if (good && style.size_pct >= kLeastSizePct && style.size_pct <= kMostSizePct) return {};
    return fail(Errc::usage, fmt::format("--title-size: '{}' is no size", text),
                "1% to 50%: the height of a line, of the picture's short side");
}

Result<void> parse_colour(const std::string& text, draft::TextStyle& style) {
    const auto* known = std::ranges::find(kColours, text, [](const auto& c) { return c.first; });
    if (known != kColours.end()) {
        style.colour = known->second;
        return {};
    }
    const std::string hex = text.starts_with('#') ? text.substr(1) : text;
    const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
    if (hex.size() != 6 || !std::ranges::all_of(hex, is_hex)) {
        std::string names;
        for (const auto& colour : kColours)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", colour.first);
        return fail(Errc::usage, fmt::format("--title-colour: '{}' is no colour", text), "#rrggbb, " + names);
    }
    style.colour = "#" + hex;
    return {};
}

}  // namespace

void TitleArguments::define(CLI::App& command) {
    add(command, "--title", texts, R"(Words over the pictures; \n breaks a line; may be repeated)", "TEXT");
    add(command, "--title-at", at,
        "When it appears: a time, moved to the nearest beat, or the N-th beat or bar of the video; "
        "else at the start, the next one after it",
        "TIME|beat:N|bar:N");
    add(command, "--title-for", length, "How long, ends on a beat; else as long as one reads", "TIME");
    add(command, "--title-place", place, "Where", "top|middle|bottom");
    add(command, "--title-style", style, "What sets it off from the picture", "outline|box|plain");
    add(command, "--title-size", size, "Height of a line, of the picture's short side", "PERCENT");
    add(command, "--title-colour,--title-color", colour, "Its colour: #rrggbb, or a name", "COLOUR");
    add(command, "--title-font", font, "A font family of this machine", "NAME");
}

Result<draft::TextStyle> TitleArguments::style_of(std::size_t i) const {
    using draft::TextDecoration;
    using draft::TextPlace;
    draft::TextStyle look;
    BEATSYNC_TRY(look.place, parse_choice<TextPlace>("--title-place", nth(place, i, "middle"),
                                                     {{"top", TextPlace::top},
                                                      {"middle", TextPlace::middle},
                                                      {"bottom", TextPlace::bottom}}));
    BEATSYNC_TRY(look.decoration, parse_choice<TextDecoration>("--title-style", nth(style, i, "outline"),
                                                               {{"outline", TextDecoration::outline},
                                                                {"box", TextDecoration::box},
                                                                {"plain", TextDecoration::plain}}));
    if (const std::string text = nth(size, i); !text.empty()) BEATSYNC_CHECK(parse_size(text, look));
    if (const std::string text = nth(colour, i); !text.empty()) BEATSYNC_CHECK(parse_colour(text, look));
    look.font = nth(font, i);
    if (!draft::is_utf8(look.font)) return fail(Errc::usage, "--title-font: the name is not UTF-8");
    return look;
}

Result<void> TitleArguments::check_counts() const {
    const std::pair<const char*, const std::vector<std::string>*> options[] = {
        {"--title-at", &at},       {"--title-for", &length}, {"--title-place", &place},
        {"--title-style", &style}, {"--title-size", &size},  {"--title-colour", &colour},
        {"--title-font", &font}};
    for (const auto& [name, values] : options) {
        if (values->size() <= texts.size()) continue;
        if (texts.empty()) return fail(Errc::usage, fmt::format("{} is given, and no --title", name));
        return fail(Errc::usage,
                    fmt::format("{} is given {} times, --title {}", name, values->size(),
                                texts.size() == 1 ? "once" : fmt::format("{} times", texts.size())),
                    "each belongs to the title of the same number");
    }
    return {};
}

Result<std::vector<plan::TitleRequest>> TitleArguments::titles() const {
    BEATSYNC_CHECK(check_counts());
    std::vector<plan::TitleRequest> titles;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        plan::TitleRequest title;
        BEATSYNC_TRY(title.text, parse_text(texts[i]));
        BEATSYNC_TRY(title.style, style_of(i));
        if (i < at.size()) BEATSYNC_CHECK(parse_at(at[i], title));
        if (const std::string text = nth(length, i); !text.empty()) {
            BEATSYNC_TRY(title.length, parse_length(text));
        }
        titles.push_back(std::move(title));
    }
    return titles;
}

}  // namespace beatsync::cli
