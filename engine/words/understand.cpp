#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "words/clause.h"
#include "words/words.h"

namespace beatsync::words {
namespace {

const Concepts kDenials = {Concept::not_, Concept::without};
/// Words that go on counting after "and": "remove the titles and transitions".
const Concepts kCarried = {Concept::not_,  Concept::without, Concept::remove, Concept::mute,
                           Concept::lower, Concept::raise,   Concept::only};
/// What begins a wish of its own.
const Concepts kOpeners = {Concept::verb, Concept::not_, Concept::without, Concept::remove, Concept::keep};
const Concepts kAdjectives = {Concept::fast,   Concept::slow,  Concept::medium, Concept::punchy,
                              Concept::smooth, Concept::clean, Concept::slight, Concept::very};
const Concepts kJoining = {Concept::and_, Concept::with};

const Token* carried(const Clause& clause) {
    const auto found = std::find_if(clause.tokens.begin(), clause.tokens.end(),
                                    [](const Token& token) { return token.in(kCarried); });
    return found == clause.tokens.end() ? nullptr : &*found;
}

/// "no fades" denies a thing, "don't crop" what is done; the latter goes on through an "and".
bool denies_an_act(const Token& token) {
    static const std::set<std::string_view> kOfThings = {"no",      "no more", "without any",
                                                         "free of", "无",      "没有"};
    return token.is(Concept::not_) && kOfThings.count(token.text) == 0;
}

std::vector<Token> with_front(const Token& front, std::vector<Token> tokens) {
    tokens.insert(tokens.begin(), front);
    return tokens;
}

class Reader {
public:
    explicit Reader(std::vector<Clause> clauses) : clauses_(std::move(clauses)) {}

    Understanding run() {
        find_doubtful_sentences();
        carry_denials();
        parse();
        refuse_choices();
        refuse_loose_adjectives();
        refuse_all_after_bare_denial();
        collect();
        accept_contrasts();
        settle_titles();
        settle_clip_audio();
        refuse_contradictions();
        return result();
    }

private:
    struct Found {
        Intent intent;
        std::size_t clause = 0;
        bool for_how_long = false;
    };

    /// The first and the last clause of a sentence, half-open.
    [[nodiscard]] std::size_t sentence_end(std::size_t at) const {
        ++at;
        while (at < clauses_.size() && clauses_[at].before != Concept::stop)
            ++at;
        return at;
    }

    void find_doubtful_sentences() {
        doubtful_.assign(clauses_.size(), false);
        for (std::size_t at = 0; at < clauses_.size();) {
            const std::size_t end = sentence_end(at);
            bool doubtful = false;
            for (std::size_t i = at; i < end; ++i)
                doubtful = doubtful || asks_or_depends(clauses_[i].tokens);
            std::fill(doubtful_.begin() + static_cast<std::ptrdiff_t>(at),
                      doubtful_.begin() + static_cast<std::ptrdiff_t>(end), doubtful);
            at = end;
        }
    }
    static bool asks_or_depends(const std::vector<Token>& tokens) {
        return tokens.front().is(Concept::question) ||
               std::any_of(tokens.begin(), tokens.end(),
                           [](const Token& token) { return token.is(Concept::conditional); });
    }

    /// "no fades, titles or flashes": all of them are denied.
    void carry_denials() {
        for (std::size_t i = 1; i < clauses_.size(); ++i) {
            if (!reaches_or(i) || has_opener(i)) continue;
            for (const Token& token : clauses_[i - 1].tokens)
                if (token.in(kDenials)) {
                    clauses_[i].tokens = with_front(token, std::move(clauses_[i].tokens));
                    break;
                }
        }
    }
    /// Whether it hangs on the clause before by an "or", or by commas that lead to one.
    [[nodiscard]] bool reaches_or(std::size_t i) const {
        while (i < clauses_.size() && clauses_[i].before == Concept::comma)
            ++i;
        return i < clauses_.size() && clauses_[i].before == Concept::or_;
    }
    [[nodiscard]] bool has_opener(std::size_t i) const { return clauses_[i].tokens.front().in(kOpeners); }

    void parse() {
        for (std::size_t i = 0; i < clauses_.size(); ++i) {
            Clause& clause = clauses_[i];
            if (doubtful_[i]) continue;
            clause.parts = parse_all(clause.tokens);
            if (i > 0 && clause.before != Concept::comma) carry_operator(i);
        }
        for (std::size_t i = 0; i + 1 < clauses_.size(); ++i)
            join_with_next(i);
    }

    /// "remove the titles and transitions", "don't crop and fade".
    void carry_operator(std::size_t i) {
        Clause& clause = clauses_[i];
        const bool joined =
            clause.before == Concept::and_ || clause.before == Concept::with || clause.before == Concept::or_;
        const Token* op = joined && !has_opener(i) ? carried(clauses_[i - 1]) : nullptr;
        if (op == nullptr || carried(clause) != nullptr) return;
        if (clause.parts && denies_an_act(*op))
            clause.parts.reset();  // denied or wished: who knows
        else if (!clause.parts)
            carry(*op, clause);
    }

    static void carry(const Token& op, Clause& clause) {
        std::vector<Token> tokens = with_front(op, clause.tokens);
        clause.parts = parse_all(tokens);
        if (clause.parts) clause.tokens = std::move(tokens);
    }

    /// "add a title with the text …": neither half is a wish.
    void join_with_next(std::size_t i) {
        Clause& clause = clauses_[i];
        Clause& next = clauses_[i + 1];
        const bool open = !clause.parts || !next.parts;
        if (doubtful_[i] || !next.tokens.size() || !open || !kJoining.has(next.before)) return;
        if (is_bare_denial(clause)) return;
        std::vector<Token> tokens = clause.tokens;
        tokens.insert(tokens.end(), next.tokens.begin(), next.tokens.end());
        const auto part = parse_one(tokens);
        if (!part) return;
        clause.parts = std::vector<Part>{*part};
        clause.span.end = next.span.end;
        next.parts = std::vector<Part>();
    }

    static bool is_bare_denial(const Clause& clause) {
        return std::all_of(clause.tokens.begin(), clause.tokens.end(),
                           [](const Token& token) {
                               return token.is(Concept::not_) || token.is(Concept::verb) ||
                                      token.is(Concept::video);
                           }) &&
               std::any_of(clause.tokens.begin(), clause.tokens.end(),
                           [](const Token& token) { return token.is(Concept::not_); });
    }

    /// "vertical or square": it is not for us to choose.
    void refuse_choices() {
        for (std::size_t i = 1; i < clauses_.size(); ++i) {
            if (!reaches_or(i)) continue;
            const bool denied = carried(clauses_[i]) != nullptr && clauses_[i].parts;
            if (denied) continue;
            clauses_[i - 1].parts.reset();
            clauses_[i].parts.reset();
        }
    }

    /// "the music quieter and faster": of what is the second one?
    void refuse_loose_adjectives() {
        for (std::size_t i = 1; i < clauses_.size(); ++i) {
            const Clause& before = clauses_[i - 1];
            if (clauses_[i].before != Concept::and_ || !before.parts || before.parts->empty()) continue;
            const auto& tokens = clauses_[i].tokens;
            const bool loose = std::all_of(tokens.begin(), tokens.end(),
                                           [](const Token& token) { return token.in(kAdjectives); });
            if (loose && before.parts->back().manner == Manner::whole) clauses_[i].parts.reset();
        }
    }

    /// "no!", "please don't, whatever happens, …": nothing is certain any more. A "no" in front answers
    /// something else.
    void refuse_all_after_bare_denial() {
        for (std::size_t i = 0; i < clauses_.size(); ++i) {
            if (!is_bare_denial(clauses_[i])) continue;
            const auto& tokens = clauses_[i].tokens;
            const bool answer =
                i == 0 && tokens.size() == 1 && (tokens[0].text == "no" || tokens[0].text == "不");
            if (answer && clauses_.size() > 1) {
                clauses_[i].parts = std::vector<Part>();
                continue;
            }
            for (Clause& clause : clauses_)
                clause.parts.reset();
            return;
        }
    }

    void collect() {
        for (std::size_t i = 0; i < clauses_.size(); ++i) {
            if (!clauses_[i].parts) continue;
            for (const Part& part : *clauses_[i].parts)
                for (const Wish& wish : part.wishes)
                    found_.push_back({{wish.topic, wish.value, part.span}, i, part.for_how_long});
        }
    }

    /// "not vertical, but square": the second says all of it.
    void accept_contrasts() {
        for (Clause& clause : clauses_) {
            if (clause.parts || clause.tokens.size() < 2 || !clause.tokens.front().is(Concept::not_))
                continue;
            const auto wanted = parse_all({clause.tokens.begin() + 1, clause.tokens.end()});
            if (!wanted || wanted->empty()) continue;
            const bool answered = std::all_of(wanted->begin(), wanted->end(), [&](const Part& part) {
                return std::all_of(part.wishes.begin(), part.wishes.end(),
                                   [&](const Wish& wish) { return has_another(wish); });
            });
            if (answered) clause.parts = std::vector<Part>();
        }
    }
    [[nodiscard]] bool has_another(const Wish& wish) const {
        return std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
            return found.intent.topic == wish.topic && found.intent.value != wish.value;
        });
    }

    [[nodiscard]] bool has_title(std::size_t up_to_clause) const {
        return std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
            return found.intent.topic == Topic::title && !found.intent.value.empty() &&
                   found.clause <= up_to_clause;
        });
    }

    /// Where and when are a title's, if there is one.
    void settle_titles() {
        for (Found& found : found_) {
            Topic& topic = found.intent.topic;
            const bool of_title =
                found.clause > 0 && has_title(found.clause - 1) &&
                (clause_has_title(found.clause - 1) || clause_has_title_detail(found.clause - 1));
            if (found.for_how_long && of_title) topic = Topic::title_for;
        }
        for (const Found& found : found_) {
            const Topic topic = found.intent.topic;
            const bool detail = topic >= Topic::title_at && topic <= Topic::title_place;
            if (detail && !has_title(clauses_.size())) clauses_[found.clause].parts.reset();
        }
        drop_refused();
    }
    [[nodiscard]] bool clause_has_title(std::size_t clause) const {
        return std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
            return found.clause == clause && found.intent.topic == Topic::title;
        });
    }
    [[nodiscard]] bool clause_has_title_detail(std::size_t clause) const {
        return std::any_of(found_.begin(), found_.end(), [&](const Found& found) {
            return found.clause == clause && found.intent.topic >= Topic::title_at &&
                   found.intent.topic <= Topic::title_place;
        });
    }

    void drop_refused() {
        found_.erase(std::remove_if(found_.begin(), found_.end(),
                                    [&](const Found& found) { return !clauses_[found.clause].parts; }),
                     found_.end());
    }

    /// What can be only once: a pace for each part of the song, anything else as a whole.
    static std::string key_of(const Intent& intent) {
        const std::string name(name_of(intent.topic));
        switch (intent.topic) {
            case Topic::pace: {
                const auto equals = intent.value.find('=');
                return name + (equals == std::string::npos ? "" : intent.value.substr(0, equals));
            }
            case Topic::lengthen:
            case Topic::trim:
            case Topic::replace:
                return name + intent.value.substr(0, intent.value.find('='));
            case Topic::exclude:
            case Topic::drop:
            case Topic::lock:
            case Topic::unlock:
            case Topic::swap:
            case Topic::use_file:
                return name + intent.value;
            default:
                return name;
        }
    }

    /// To be ducked under, the clips must be heard: "keep the original sound and duck the music".
    void settle_clip_audio() {
        const auto says = [&](const Found& found, std::string_view value) {
            return found.intent.topic == Topic::clip_audio && found.intent.value == value;
        };
        const bool ducks = std::any_of(found_.begin(), found_.end(),
                                       [&](const Found& found) { return says(found, "duck"); });
        if (!ducks) return;
        found_.erase(
            std::remove_if(found_.begin(), found_.end(), [&](const Found& f) { return says(f, "mix"); }),
            found_.end());
    }

    void refuse_contradictions() {
        for (const Found& a : found_)
            for (const Found& b : found_)
                if (a.intent.value != b.intent.value && key_of(a.intent) == key_of(b.intent)) {
                    refused_.insert({a.intent.span.begin, a.intent.span.end});
                    refused_.insert({b.intent.span.begin, b.intent.span.end});
                }
        found_.erase(std::remove_if(found_.begin(), found_.end(),
                                    [&](const Found& found) {
                                        const Span span = found.intent.span;
                                        return refused_.count({span.begin, span.end}) > 0;
                                    }),
                     found_.end());
    }

    Understanding result() {
        Understanding out;
        for (Found& found : found_) {
            const auto same = std::find_if(out.intents.begin(), out.intents.end(), [&](const Intent& intent) {
                return intent.topic == found.intent.topic && intent.value == found.intent.value;
            });
            if (same == out.intents.end()) out.intents.push_back(std::move(found.intent));
        }
        std::stable_sort(out.intents.begin(), out.intents.end(),
                         [](const Intent& a, const Intent& b) { return a.topic < b.topic; });
        for (std::size_t i = 0; i < clauses_.size(); ++i) {
            if (clauses_[i].parts) continue;
            const bool goes_on = i > 0 && !clauses_[i - 1].parts && clauses_[i].before != Concept::stop;
            if (goes_on && !out.not_understood.empty())
                out.not_understood.back().end = clauses_[i].span.end;
            else
                out.not_understood.push_back(clauses_[i].span);
        }
        for (const auto& [begin, end] : refused_)
            out.not_understood.push_back({begin, end});
        std::sort(out.not_understood.begin(), out.not_understood.end(),
                  [](const Span& a, const Span& b) { return a.begin < b.begin; });
        return out;
    }

    std::vector<Clause> clauses_;
    std::vector<bool> doubtful_;
    std::vector<Found> found_;
    std::set<std::pair<std::size_t, std::size_t>> refused_;
};

Understanding read(std::string_view sentence, std::vector<Token> tokens) {
    return Reader(split(join_texts(sentence, join_numbers(std::move(tokens))))).run();
}

}  // namespace

Understanding understand(std::string_view sentence) {
    if (sentence.size() > kMaxSentenceBytes) return {{}, {{0, sentence.size()}}};
    std::vector<Token> tokens = tokenise(sentence);
    if (tokens.size() != 1 || !tokens.front().is(Concept::text)) return read(sentence, std::move(tokens));
    // Quotes around everything: the shell's, or a habit.
    const std::string text = std::move(tokens.front().text);
    const std::size_t begin = sentence.find(text, tokens.front().span.begin + 1);
    Understanding inner = read(text, tokenise(text));
    for (Intent& intent : inner.intents)
        intent.span = {intent.span.begin + begin, intent.span.end + begin};
    for (Span& span : inner.not_understood)
        span = {span.begin + begin, span.end + begin};
    return inner;
}

}  // namespace beatsync::words
