#include <fmt/format.h>

#include <algorithm>

#include "words/rule.h"

namespace beatsync::words {
namespace {

bool counted_from_one(const std::vector<std::int64_t>& numbers) {
    return !numbers.empty() && std::all_of(numbers.begin(), numbers.end(), [](auto n) { return n >= 1; });
}

std::optional<Wishes> wish_swap(const Phrase& phrase) {
    const auto numbers = phrase.numbers();
    if (!counted_from_one(numbers) || numbers.size() != 2) return std::nullopt;
    return Wishes{{Topic::swap, fmt::format("{},{}", numbers[0], numbers[1])}};
}

template <Topic topic>
std::optional<Wishes> wish_pieces(const Phrase& phrase) {
    const auto numbers = phrase.numbers();
    if (!counted_from_one(numbers)) return std::nullopt;
    return Wishes{{topic, fmt::format("{}", fmt::join(numbers, ","))}};
}

/// By one beat unless a number is said.
template <Topic topic>
std::optional<Wishes> wish_by_beats(const Phrase& phrase) {
    const auto numbers = phrase.numbers();
    const Token* amount = phrase.find(Concept::beats);
    const double beats = amount != nullptr ? amount->number : 1;
    constexpr double kMost = 1000;
    if (!counted_from_one(numbers) || beats < 1 || beats > kMost || beats != static_cast<int>(beats))
        return std::nullopt;
    Wishes wishes;
    for (const std::int64_t number : numbers)
        wishes.push_back({topic, fmt::format("{}={}", number, static_cast<int>(beats))});
    return wishes;
}

std::optional<Wishes> wish_replace(const Phrase& phrase) {
    const auto numbers = phrase.numbers();
    const Token* name = phrase.find(Concepts{Concept::text, Concept::file});
    if (!counted_from_one(numbers) || numbers.size() != (name != nullptr ? 1 : 2)) return std::nullopt;
    std::string value = name != nullptr ? fmt::format("{}={}", numbers[0], name->text)
                                        : fmt::format("{}={}", numbers[0], numbers[1]);
    if (const Token* at = phrase.find(Concepts{Concept::clock, Concept::length})) {
        if (at->number < 0 || (at->before != Concept::at && at->before != Concept::from)) return std::nullopt;
        value += "@" + *moment_of(*at);
    }
    return Wishes{{Topic::replace, value}};
}

template <Topic topic>
std::optional<Wishes> wish_plainly(const Phrase&) {
    return Wishes{{topic, ""}};
}

}  // namespace

std::vector<Rule> edit_rules() {
    using enum Concept;
    const Concepts nouns = {piece, clip, piece_number};
    const Concepts amount = {beats, beat, slight};
    return {
        {{{Concept::swap}, {number}}, nouns | Concepts{with}, Manner::whole, wish_swap},
        {{{remove, drop, not_, without}, {piece}, {number}},
         {piece_number},
         Manner::whole,
         wish_pieces<Topic::drop>},
        {{{remove, drop}, {number}}, {piece_number}, Manner::whole, wish_pieces<Topic::drop>},
        {{{drop}, {clip}, {number}}, {piece_number}, Manner::whole, wish_pieces<Topic::drop>},
        {{{lock}, {number}}, nouns | Concepts{keep}, Manner::whole, wish_pieces<Topic::lock>},
        {{{not_}, {touch}, {number}}, nouns, Manner::whole, wish_pieces<Topic::lock>},
        {{{keep}, {piece}, {number}}, {piece_number}, Manner::whole, wish_pieces<Topic::lock>},
        {{{unlock}, {number}}, nouns, Manner::whole, wish_pieces<Topic::unlock>},
        {{{longer}, {number}}, nouns | amount, Manner::whole, wish_by_beats<Topic::lengthen>},
        {{{shorter}, {number}}, nouns | amount, Manner::whole, wish_by_beats<Topic::trim>},
        {{{Concept::replace}, {number}},
         nouns | Concepts{with, text, file, clock, length},
         Manner::whole,
         wish_replace},
        {{{replan}}, {all, cut}, Manner::whole, wish_plainly<Topic::replan>},
        {{{undo}}, {}, Manner::whole, wish_plainly<Topic::undo>},
    };
}

}  // namespace beatsync::words
