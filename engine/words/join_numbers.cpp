#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "words/numerals.h"
#include "words/token.h"

namespace beatsync::words {
namespace {

const Concepts kNouns = {Concept::clip, Concept::piece};

Token joined(Token into, const Token& last) {
    into.span.end = last.span.end;
    return into;
}

/// A cursor over the tokens that knows what comes next, fillers aside.
class Reader {
public:
    explicit Reader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    [[nodiscard]] std::size_t size() const { return tokens_.size(); }
    [[nodiscard]] bool is(std::size_t at, Concept c) const {
        return at < tokens_.size() && tokens_[at].is(c);
    }
    [[nodiscard]] bool plain_number(std::size_t at) const {
        return is(at, Concept::number) && tokens_[at].list.size() == 1 &&
               tokens_[at].number == std::floor(tokens_[at].number);
    }
    [[nodiscard]] std::size_t skip_fillers(std::size_t at) const {
        while (is(at, Concept::filler))
            ++at;
        return at;
    }
    [[nodiscard]] const Token& operator[](std::size_t at) const { return tokens_[at]; }

protected:
    std::vector<Token> tokens_;
};

/// Number words become numbers.
class NumeralPass : public Reader {
public:
    using Reader::Reader;
    std::vector<Token> run() {
        std::vector<Token> out;
        for (std::size_t i = 0; i < size();) {
            const auto numeral = read_numeral(tokens_, i);
            if (!numeral) {
                out.push_back(tokens_[i++]);
                continue;
            }
            Token token = joined(tokens_[i], tokens_[i + numeral->tokens - 1]);
            token.weak = token.text == "one";
            token.means = Concept::number;
            token.number = numeral->value;
            token.list = {static_cast<std::int64_t>(numeral->value)};
            if (numeral->ordinal && token.text == "third" && is_share(i)) {
                token.means = Concept::fraction;
                token.number = 1.0 / 3;
            }
            out.push_back(std::move(token));
            i += numeral->tokens;
        }
        return out;
    }

private:
    /// "a third", but "the third clip".
    [[nodiscard]] bool is_share(std::size_t at) const {
        const bool article = at > 0 && (tokens_[at - 1].text == "a" || tokens_[at - 1].text == "one");
        const std::size_t next = skip_fillers(at + 1);
        return article && !(next < size() && tokens_[next].in(kNouns));
    }
};

/// Numbers and their units become amounts.
class UnitPass : public Reader {
public:
    using Reader::Reader;
    std::vector<Token> run() {
        std::vector<Token> out;
        for (std::size_t i = 0; i < size();) {
            std::size_t end = i;
            if (auto amount = read(i, end)) {
                out.push_back(joined(*std::move(amount), tokens_[end - 1]));
                i = end;
            } else {
                out.push_back(tokens_[i++]);
            }
        }
        return out;
    }

private:
    std::optional<Token> read(std::size_t at, std::size_t& end) const {
        if (auto time = read_time(at, end)) return time;
        if (is(at, Concept::half)) return read_half(at, end);
        if (is(at, Concept::percent_of) && is(at + 1, Concept::number))
            return of(at, Concept::percent, tokens_[at + 1].number, end = at + 2);
        if (is(at, Concept::ordinal_prefix) && is(at + 1, Concept::number)) return read_ordinal(at, end);
        if (is(at, Concept::quarter)) return of(at, Concept::fraction, 0.25, end = at + 1);
        if (is(at, Concept::second) && tokens_[at].text == "second") return ordinal_of(at, 2, end = at + 1);
        if (is(at, Concept::first) && tokens_[at].text == "first") return read_first(at, end);
        if (!is(at, Concept::number)) return std::nullopt;
        return read_amount(at, end);
    }

    [[nodiscard]] Token of(std::size_t at, Concept means, double number, std::size_t /*end*/) const {
        Token token = tokens_[at];
        token.means = means;
        token.number = number;
        token.weak = false;
        token.list.clear();
        return token;
    }
    [[nodiscard]] Token ordinal_of(std::size_t at, double number, std::size_t end) const {
        Token token = of(at, Concept::number, number, end);
        token.list = {static_cast<std::int64_t>(number)};
        return token;
    }

    std::optional<Token> read_first(std::size_t at, std::size_t& end) const {
        std::size_t ignored = at + 1;
        if (read_time(at + 1, ignored)) return std::nullopt;  // the first three seconds
        return ordinal_of(at, 1, end = at + 1);
    }

    std::optional<Token> read_ordinal(std::size_t at, std::size_t& end) const {
        end = at + 2;
        while (is(end, Concept::several))
            ++end;
        const double number = tokens_[at + 1].number;
        if (!is(end, Concept::beat)) return ordinal_of(at, number, end);
        ++end;
        return place(at, "beat:", number);
    }

    [[nodiscard]] Token place(std::size_t at, const std::string& what, double number) const {
        Token token = of(at, Concept::clock, -1, at);
        token.text = what + std::to_string(static_cast<std::int64_t>(number));
        return token;
    }

    [[nodiscard]] std::optional<double> unit_seconds(std::size_t at) const {
        if (is(at, Concept::second)) return 1;
        if (is(at, Concept::minute)) return 60;
        if (is(at, Concept::hour)) return 3600;
        return std::nullopt;
    }

    /// "and a half", "半" at `at`: the token behind it.
    [[nodiscard]] std::optional<std::size_t> and_a_half(std::size_t at) const {
        std::size_t next = at;
        if (is(next, Concept::and_)) next = skip_fillers(next + 1);
        return is(next, Concept::half) ? std::optional(next + 1) : std::nullopt;
    }

    /// "90 seconds", "1 m 30 s", "a minute and a half", "one and a half minutes", "half a minute".
    std::optional<Token> read_time(std::size_t at, std::size_t& end) const {
        double sum = 0;
        double last_unit = 1e9;
        std::size_t i = at;
        bool any = false;
        while (const auto part = read_time_part(i, !any)) {
            if (part->unit >= last_unit) break;
            sum += part->seconds;
            last_unit = part->unit;
            any = true;
            i = part->end;
        }
        if (!any) return std::nullopt;
        end = i;
        return of(at, Concept::length, sum, i);
    }

    struct TimePart {
        double seconds = 0;
        double unit = 0;
        std::size_t end = 0;
    };
    [[nodiscard]] std::optional<TimePart> read_time_part(std::size_t at, bool alone) const {
        if (alone && is(at, Concept::half)) {
            const std::size_t next = skip_fillers(at + 1);
            if (const auto unit = unit_seconds(next)) return TimePart{*unit / 2, *unit, next + 1};
            return std::nullopt;
        }
        double number = 1;
        std::size_t next = at;
        if (is(at, Concept::number) && tokens_[at].list.size() <= 1 && tokens_[at].number >= 0) {
            number = tokens_[at].number;
            next = at + 1;
            if (const auto after = and_a_half(next); after && unit_seconds(*after)) {
                number += 0.5;
                next = *after;
            }
            if (is(next, Concept::several)) ++next;
        } else if (!(at < size() && tokens_[at].is(Concept::minute) && at > 0 && is_article(at - 1))) {
            return std::nullopt;  // but "a minute"
        }
        const auto unit = unit_seconds(next);
        if (!unit) return std::nullopt;
        TimePart part{number * *unit, *unit, next + 1};
        if (const auto after = and_a_half(part.end)) {
            part.seconds += *unit / 2;
            part.end = *after;
        }
        return part;
    }
    [[nodiscard]] bool is_article(std::size_t at) const {
        return tokens_[at].text == "a" || tokens_[at].text == "an";
    }

    std::optional<Token> read_half(std::size_t at, std::size_t& end) const {
        return of(at, Concept::fraction, 0.5, end = at + 1);
    }

    std::optional<Token> read_amount(std::size_t at, std::size_t& end) const {
        const double number = tokens_[at].number;
        if (is(at + 1, Concept::part_of) && is(at + 2, Concept::number) && number > 0)
            return of(at, Concept::fraction, tokens_[at + 2].number / number, end = at + 3);
        std::size_t unit = at + 1;
        while (is(unit, Concept::several))
            ++unit;
        const Concept next = unit < size() ? tokens_[unit].means : Concept::unknown;
        end = unit + 1;
        switch (next) {
            case Concept::percent_sign:
                return of(at, Concept::percent, number, end);
            case Concept::tenths:
                return of(at, Concept::percent, 10 * number, end);
            case Concept::db_unit:
                return of(at, Concept::decibel, number, end);
            case Concept::millisecond_unit:
                return of(at, Concept::millisecond, number, end);
            case Concept::times:
                return of(at, Concept::multiple, number, end);
            case Concept::frame_unit:
            case Concept::frame_rate:
                return of(at, Concept::rate, number, end);
            case Concept::p_unit:
                return of(at, Concept::pixels, number, end);
            case Concept::k_unit:
                return number == 4   ? std::optional(of(at, Concept::pixels, 2160, end))
                       : number == 2 ? std::optional(of(at, Concept::pixels, 1440, end))
                                     : std::nullopt;
            case Concept::beat:
                return of(at, Concept::beats, number, end);
            case Concept::bar:
                return of(at, Concept::bars, number, end);
            case Concept::ordinal_suffix:
                return ordinal_of(at, number, end);
            default:
                break;
        }
        end = unit;
        return unit > at + 1 ? std::optional(tokens_[at]) : std::nullopt;
    }
};

/// "beat 5", "clips 1, 3 and 4", "pieces 2 to 4".
class ListPass : public Reader {
public:
    using Reader::Reader;
    std::vector<Token> run() {
        std::vector<Token> out;
        for (std::size_t i = 0; i < size();) {
            if ((is(i, Concept::beat) || is(i, Concept::bar)) && plain_number(i + 1)) {
                Token token = joined(tokens_[i], tokens_[i + 1]);
                token.text =
                    (is(i, Concept::beat) ? "beat:" : "bar:") + std::to_string(tokens_[i + 1].list[0]);
                token.means = Concept::clock;
                token.number = -1;
                out.push_back(std::move(token));
                i += 2;
            } else if (plain_number(i)) {
                i = read_list(i, out);
            } else {
                out.push_back(tokens_[i++]);
            }
        }
        return out;
    }

private:
    std::size_t read_list(std::size_t at, std::vector<Token>& out) const {
        constexpr std::size_t kLongest = 100;
        Token token = tokens_[at];
        std::optional<Token> noun;
        std::size_t i = at + 1;
        if (token.text == "first" && plain_number(i) && is_count_of(i)) {  // the first two clips
            if (!add_range(token.list, tokens_[i].list[0])) token.means = Concept::unknown;
            token.span.end = tokens_[i].span.end;
            out.push_back(token);
            return i + 1;
        }
        while (token.list.size() < kLongest) {
            std::size_t next = i;
            std::optional<Token> seen;
            if (next < size() && tokens_[next].in(kNouns)) seen = tokens_[next++];
            const bool range = is(next, Concept::to) || (next < size() && tokens_[next].text == "-");
            if (!range && !is(next, Concept::and_) && !is(next, Concept::comma)) break;
            if (is(next, Concept::comma) && is(next + 1, Concept::and_)) ++next;
            next = skip_fillers(next + 1);
            if (next < size() && tokens_[next].in(kNouns) && is(next + 1, Concept::number))
                seen = tokens_[next++];
            if (!plain_number(next) || (noun && seen && !noun->is(seen->means))) break;
            if (range && !add_range(token.list, tokens_[next].list[0])) break;
            if (!range) token.list.push_back(tokens_[next].list[0]);
            if (seen) noun = seen;
            token.span.end = tokens_[next].span.end;
            token.weak = false;
            i = next + 1;
        }
        out.push_back(token);
        if (noun && !(i < size() && tokens_[i].in(kNouns))) {
            noun->span = token.span;
            out.push_back(*noun);
        }
        return i;
    }

    [[nodiscard]] bool is_count_of(std::size_t at) const {
        return at + 1 < size() && tokens_[at + 1].in(kNouns);
    }

    static bool add_range(std::vector<std::int64_t>& list, std::int64_t last) {
        constexpr std::int64_t kLongest = 100;
        if (list.back() >= last || last - list.back() > kLongest) return false;
        while (list.back() < last)
            list.push_back(list.back() + 1);
        return true;
    }
};

}  // namespace

std::vector<Token> join_numbers(std::vector<Token> tokens) {
    tokens = NumeralPass(std::move(tokens)).run();
    tokens = UnitPass(std::move(tokens)).run();
    return ListPass(std::move(tokens)).run();
}

}  // namespace beatsync::words
