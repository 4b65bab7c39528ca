#include "words/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace beatsync::words {
namespace {

const Concepts kAnywhere = {Concept::verb, Concept::video};
const Concepts kWithValue = {Concept::number, Concept::fraction,    Concept::percent, Concept::decibel,
                             Concept::length, Concept::clock,       Concept::beats,   Concept::bars,
                             Concept::pixels, Concept::rate,        Concept::ratio,   Concept::extent,
                             Concept::text,   Concept::millisecond, Concept::file};

bool allowed(const Rule& rule, const Token& token, const std::vector<Concept>& filled) {
    if (token.in(kAnywhere) || token.in(rule.may) || token.weak) return true;
    const bool again = std::find(filled.begin(), filled.end(), token.means) != filled.end();
    return again && (!token.in(kWithValue) || token.is(Concept::number));
}

}  // namespace

std::vector<std::int64_t> Phrase::numbers() const {
    std::vector<std::int64_t> all;
    for (const Token& token : tokens_)
        if (token.is(Concept::number)) all.insert(all.end(), token.list.begin(), token.list.end());
    return all;
}

std::optional<Wishes> apply(const Rule& rule, const Phrase& phrase) {
    const auto tokens = phrase.tokens();
    std::vector<bool> used(tokens.size());
    std::vector<Concept> filled;
    for (const Concepts& need : rule.needs) {
        std::size_t i = 0;
        while (i < tokens.size() && (used[i] || !tokens[i].in(need)))
            ++i;
        if (i == tokens.size()) return std::nullopt;
        used[i] = true;
        filled.push_back(tokens[i].means);
    }
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (!used[i] && !allowed(rule, tokens[i], filled)) return std::nullopt;
    return rule.build(phrase);
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> all = [] {
        std::vector<Rule> made;
        for (auto part :
             {picture_rules(), time_rules(), sound_rules(), title_rules(), job_rules(), edit_rules()})
            std::move(part.begin(), part.end(), std::back_inserter(made));
        return made;
    }();
    return all;
}

bool clips_in_plural(const Phrase& phrase) {
    const Token* clip = phrase.find(Concept::clip);
    return clip != nullptr && clip->text != "clip";
}

std::string seconds_text(double seconds) {
    return fmt::format("{}s", std::round(seconds * 1000) / 1000);
}

std::optional<std::string> moment_of(const Token& token) {
    if (token.is(Concept::clock)) return token.number < 0 ? token.text : seconds_text(token.number);
    if (token.is(Concept::length)) return seconds_text(token.number);
    return std::nullopt;
}

}  // namespace beatsync::words
