#include "words/clause.h"

#include <algorithm>
#include <array>
#include <limits>

namespace beatsync::words {
namespace {

/// Whoever says more in one breath is not understood: it keeps hostile input cheap.
constexpr std::size_t kMostTokens = 48;
constexpr std::size_t kLongestWish = 12;

const Concepts kSeparators = {Concept::comma, Concept::stop, Concept::and_,
                              Concept::or_,   Concept::but,  Concept::with};
/// What begins another wish without "and": "vertical add a title …".
const Concepts kOpeners = {Concept::verb, Concept::not_, Concept::remove, Concept::without, Concept::keep,
                           Concept::only, Concept::mute, Concept::swap,   Concept::lock,    Concept::undo};
const Concepts kNothing = {Concept::verb, Concept::video};

bool may_follow(Manner before, Manner next, const Token& first) {
    return (before == Manner::attribute && next == Manner::attribute) || first.in(kOpeners);
}

/// Splits a clause's words into wishes, the fewest first.
class Splitter {
public:
    explicit Splitter(const std::vector<Token>& tokens) : tokens_(tokens) {
        for (auto& row : best_)
            row.assign(tokens.size() + 1, kUnknown);
    }

    std::optional<std::vector<Part>> run() {
        if (solve(0, 2) >= kImpossible) return std::nullopt;
        std::vector<Part> parts;
        std::size_t at = 0;
        std::size_t before = 2;
        while (at < tokens_.size()) {
            const Choice& choice = chosen_[before][at];
            parts.push_back(choice.part);
            before = static_cast<std::size_t>(choice.part.manner);
            at = choice.end;
        }
        return parts;
    }

private:
    static constexpr int kUnknown = -1;
    static constexpr int kImpossible = 1000;
    struct Choice {
        Part part;
        std::size_t end = 0;
    };

    /// The least number of wishes in the words from `at` on, after one of manner `before`; 2 = after none.
    int solve(std::size_t at, std::size_t before) {
        if (at == tokens_.size()) return 0;
        int& best = best_[before][at];
        if (best != kUnknown) return best;
        int least = kImpossible;
        Choice choice;
        for (std::size_t end = std::min(tokens_.size(), at + kLongestWish); end > at; --end) {
            auto part = wish_at(at, end);
            if (!part) continue;
            if (before < 2 && !may_follow(static_cast<Manner>(before), part->manner, tokens_[at])) continue;
            const int rest = solve(end, static_cast<std::size_t>(part->manner));
            if (1 + rest >= least) continue;
            least = 1 + rest;
            choice = {*std::move(part), end};
        }
        best = least;
        if (least < kImpossible) {
            if (chosen_[before].empty()) chosen_[before].resize(tokens_.size());
            chosen_[before][at] = std::move(choice);
        }
        return least;
    }

    std::optional<Part> wish_at(std::size_t at, std::size_t end) const {
        const std::span<const Token> words(tokens_.data() + at, end - at);
        if (!words.front().is(Concept::instead)) return parse_one(words);
        // What is wanted instead of something says nothing of that.
        if (end - at < 2 || (!parse_one(words.subspan(1)) && !(at > 0 && end == tokens_.size())))
            return std::nullopt;
        return Part{{}, {words.front().span.begin, words.back().span.end}, Manner::attribute};
    }

    const std::vector<Token>& tokens_;
    std::array<std::vector<int>, 3> best_;
    std::array<std::vector<Choice>, 3> chosen_;
};

}  // namespace

std::vector<Clause> split(std::vector<Token> tokens) {
    std::vector<Clause> clauses;
    Clause clause;
    const auto finish = [&](Concept separator) {
        if (!clause.tokens.empty()) {
            clause.span = {clause.tokens.front().span.begin, clause.tokens.back().span.end};
            clauses.push_back(std::move(clause));
            clause = Clause{};
            clause.before = separator;
        } else if (separator == Concept::stop || clause.before == Concept::comma) {
            clause.before = clause.before == Concept::stop ? Concept::stop : separator;  // ", and"
        }
    };
    for (Token& token : tokens) {
        if (token.in(kSeparators))
            finish(token.means);
        else
            clause.tokens.push_back(std::move(token));
    }
    finish(Concept::stop);
    return clauses;
}

std::optional<Part> parse_one(std::span<const Token> tokens) {
    const Phrase phrase(tokens);
    for (const Rule& rule : rules()) {
        auto wishes = apply(rule, phrase);
        if (!wishes) continue;
        Part part{*std::move(wishes), {tokens.front().span.begin, tokens.back().span.end}, rule.manner};
        part.for_how_long = tokens.size() == 1 && tokens.front().is(Concept::length) &&
                            tokens.front().before == Concept::for_;
        return part;
    }
    return std::nullopt;
}

std::optional<std::vector<Part>> parse_all(const std::vector<Token>& tokens) {
    if (std::all_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.in(kNothing) || t.weak; }))
        return std::vector<Part>();
    if (tokens.size() > kMostTokens) return std::nullopt;
    return Splitter(tokens).run();
}

}  // namespace beatsync::words
