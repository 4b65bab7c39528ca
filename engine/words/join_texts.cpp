#include <algorithm>
#include <limits>
#include <utility>

#include "words/token.h"
#include "words/utf8.h"

namespace beatsync::words {
namespace {

const Concepts kEnds = {Concept::comma, Concept::stop, Concept::text};
/// Without a number before them these mean nothing.
const Concepts kNothing = {Concept::filler, Concept::tenths, Concept::several, Concept::colon};
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
const Concepts kSeparators = {Concept::comma, Concept::stop, Concept::and_, Concept::or_, Concept::but};
const Concepts kPrepositions = {Concept::at, Concept::from, Concept::for_, Concept::to, Concept::by};
/// What may follow a title's text: where, when and how long.
const Concepts kModifiers = {Concept::top,   Concept::middle, Concept::bottom, Concept::length,
                             Concept::clock, Concept::filler, Concept::at,     Concept::for_};

bool is_question_there(std::string_view word) {
    return word == "is" || word == "是" || word == "are" || word == "has to be";
}

/// Finds what a title is to say where it is not in quotes.
class TextFinder {
public:
    TextFinder(std::string_view sentence, std::vector<Token> tokens)
        : sentence_(sentence), tokens_(std::move(tokens)) {}

    std::vector<Token> run() {
        std::vector<Token> out;
        for (std::size_t i = 0; i < tokens_.size();) {
            out.push_back(tokens_[i]);
            const std::size_t begin = i + 1;
            const std::size_t end = text_end(i);
            if (end > begin) out.push_back(text_of(begin, end));
            i = std::max(begin, end);
        }
        return out;
    }

private:
    [[nodiscard]] bool is(std::size_t at, Concept c) const {
        return at < tokens_.size() && tokens_[at].is(c);
    }

    [[nodiscard]] std::size_t text_end(std::size_t at) const {
        if (tokens_[at].is(Concept::colon) && is(at - 1, Concept::title)) return announced(at + 1);
        if (tokens_[at].is(Concept::saying)) return announced(at + 1);
        if (tokens_[at].is(Concept::title)) return proper_name(at + 1);
        return 0;
    }

    /// Up to the next comma, without what says where and when.
    [[nodiscard]] std::size_t announced(std::size_t begin) const {
        std::size_t end = begin;
        while (end < tokens_.size() && !tokens_[end].in(kEnds) && !begins_wish(end))
            ++end;
        if (is(end, Concept::text)) return 0;  // it is in quotes after all
        std::size_t cut = end;
        while (cut > begin && tokens_[cut - 1].in(kModifiers))
            --cut;
        return cut > begin ? cut : 0;
    }

    [[nodiscard]] bool begins_wish(std::size_t at) const {
        return (is(at, Concept::and_) || is(at, Concept::but)) &&
               (is(at + 1, Concept::verb) || is(at + 1, Concept::not_) || is(at + 1, Concept::remove));
    }

    /// "a title Urban Dreams": capitals, and nothing else.
    [[nodiscard]] std::size_t proper_name(std::size_t begin) const {
        std::size_t end = begin;
        while (end < tokens_.size() && !tokens_[end].in(kEnds) && is_capital(end))
            ++end;
        return end;
    }
    [[nodiscard]] bool is_capital(std::size_t at) const {
        const char c = sentence_[tokens_[at].span.begin];
        return c >= 'A' && c <= 'Z';
    }

    [[nodiscard]] Token text_of(std::size_t begin, std::size_t end) const {
        Token token;
        token.means = Concept::text;
        token.span = {tokens_[begin].span.begin, tokens_[end - 1].span.end};
        token.text = std::string(sentence_.substr(token.span.begin, token.span.end - token.span.begin));
        return token;
    }

    std::string_view sentence_;
    std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> join_texts(std::string_view sentence, std::vector<Token> tokens) {
    tokens = TextFinder(sentence, std::move(tokens)).run();
    std::vector<Token> out;
    Concept before = Concept::filler;
    bool begins = true;
    std::size_t span_begin = kNone;  // of what was passed over
    for (Token& token : tokens) {
        // "is it too fast" asks; "it is too fast" tells.
        if (begins && token.in(kNothing) && is_question_there(token.text)) token.means = Concept::question;
        begins = token.in(kSeparators);
        if (token.in(kSeparators) || token.is(Concept::with)) span_begin = kNone;
        if (token.in(kNothing) || token.in(kPrepositions))
            span_begin = std::min(span_begin, token.span.begin);
        if (token.in(kNothing)) continue;
        if (token.in(kPrepositions)) {
            before = token.means;
            continue;
        }
        token.span.begin = std::min(std::exchange(span_begin, kNone), token.span.begin);
        token.before = std::exchange(before, Concept::filler);
        out.push_back(std::move(token));
    }
    return out;
}

}  // namespace beatsync::words
