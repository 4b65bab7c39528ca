#include "cloud/clause_words.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cloud/characters.h"
#include "cloud/gui_words.h"

namespace beatsync::cloud {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kQuotes = {
    {{"\"", "\""}, {"“", "”"}, {"「", "」"}, {"『", "』"}}};

std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_ascii_lower);
    return lower;
}

}  // namespace

std::vector<bool> quoted_bytes(std::string_view text) {
    std::vector<bool> quoted(text.size(), false);
    std::array<bool, kQuotes.size()> never_closes{};
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (std::size_t i = 0; i < kQuotes.size(); ++i) {
            const auto& [open, close] = kQuotes[i];
            if (never_closes[i] || text.compare(at, open.size(), open) != 0) continue;
            const std::size_t end = text.find(close, at + open.size());
            never_closes[i] = end == npos;
            if (end == npos) continue;
            std::fill(quoted.begin() + static_cast<std::ptrdiff_t>(at),
                      quoted.begin() + static_cast<std::ptrdiff_t>(end + close.size()), true);
            at = end + close.size() - 1;
            break;
        }
    }
    return quoted;
}

bool has_chinese(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto [c, length] = code_point_at(text, at);
        if (is_cjk(c)) return true;
        at += length;
    }
    return false;
}

std::string plain_text(std::string_view clause) {
    std::string plain;
    for (char c : clause) {
        if (c != '*' && c != '`') plain += c;
    }
    constexpr std::string_view kEdges = " .!?,;:()_\t";
    for (bool again = true; again;) {
        again = false;
        for (std::string_view mark : {"。", "！", "？", "（", "）"}) {
            if (plain.size() < mark.size() || plain.substr(plain.size() - mark.size()) != mark) continue;
            plain.resize(plain.size() - mark.size());
            again = true;
        }
    }
    const std::size_t last = plain.find_last_not_of(kEdges);
    plain.resize(last == npos ? 0 : last + 1);
    plain.erase(0, std::min(plain.size(), plain.find_first_not_of(kEdges)));
    if (plain.rfind("and ", 0) == 0) plain.erase(0, 4);
    return plain;
}

ClauseWords::ClauseWords(std::string_view clause) : clause_(clause) {
    const std::vector<bool> quoted = quoted_bytes(clause);
    bool open = false;
    for (std::size_t at = 0; at < clause.size();) {
        const auto [c, length] = code_point_at(clause, at);
        const bool joins = open && (c == '\'' || c == U'’' || c == '-');
        const bool in_word = joins || !is_separator(c);
        if (in_word && !open) words_.push_back({"", at, quoted[at], c >= 'A' && c <= 'Z'});
        open = in_word;
        if (in_word) words_.back().lower += c == U'’' ? "'" : to_lower(clause.substr(at, length));
        at += length;
    }
}

bool ClauseWords::is(std::size_t index, std::string_view word) const {
    return index < words_.size() && !words_[index].quoted && words_[index].lower == word;
}

std::size_t ClauseWords::length_of(std::size_t index, std::string_view phrase) const {
    std::size_t count = 0;
    while (!phrase.empty()) {
        const std::size_t space = phrase.find(' ');
        if (!is(index + count, phrase.substr(0, space))) return 0;
        ++count;
        phrase = space == npos ? std::string_view() : phrase.substr(space + 1);
    }
    return count;
}

bool ClauseWords::has_label(std::string_view word) const {
    return std::any_of(words_.begin(), words_.end(), [&](const Word& w) { return w.lower == word; });
}

bool ClauseWords::is_label(std::size_t index) const {
    return index < words_.size() && (words_[index].quoted || words_[index].capital);
}

std::size_t ClauseWords::lead_in_end(std::size_t index) const {
    while (const std::size_t length = length_of_any(index, kLeadIns))
        index += length;
    return index;
}

std::string_view ClauseWords::text_from(std::size_t index) const {
    return index < words_.size() ? clause_.substr(words_[index].begin) : std::string_view();
}

}  // namespace beatsync::cloud
