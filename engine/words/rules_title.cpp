#include "words/rule.h"

namespace beatsync::words {
namespace {

const Concepts kPlaces = {Concept::top, Concept::middle, Concept::bottom};

void add_place(const Phrase& phrase, Wishes& wishes) {
    if (phrase.has(Concept::top)) wishes.push_back({Topic::title_place, "top"});
    if (phrase.has(Concept::middle)) wishes.push_back({Topic::title_place, "middle"});
    if (phrase.has(Concept::bottom)) wishes.push_back({Topic::title_place, "bottom"});
}

/// "at 0:05", "for 3 seconds", "in the first 3 seconds".
void add_times(const Phrase& phrase, Wishes& wishes) {
    for (const Token& token : phrase.tokens()) {
        const auto moment = moment_of(token);
        if (!moment) continue;
        const bool where =
            token.is(Concept::clock) || token.before == Concept::at || token.before == Concept::from;
        if (!where && phrase.has(Concept::first)) wishes.push_back({Topic::title_at, "0s"});
        wishes.push_back({where ? Topic::title_at : Topic::title_for, *moment});
    }
}

std::optional<Wishes> wish_title(const Phrase& phrase) {
    const Token& text = *phrase.find(Concept::text);
    if (text.text.empty()) return std::nullopt;
    Wishes wishes = {{Topic::title, text.text}};
    add_place(phrase, wishes);
    add_times(phrase, wishes);
    return wishes;
}

std::optional<Wishes> wish_no_title(const Phrase&) {
    return Wishes{{Topic::title, ""}};
}

std::optional<Wishes> wish_modifiers(const Phrase& phrase) {
    Wishes wishes;
    add_place(phrase, wishes);
    add_times(phrase, wishes);
    return wishes;
}

}  // namespace

std::vector<Rule> title_rules() {
    using enum Concept;
    const Concepts beside = kPlaces | Concepts{Concept::title, saying, show,          length,  clock,
                                               first,          colon,  Concept::with, replace, start};
    return {
        {{{text}, Concepts{Concept::title, saying} | kPlaces}, beside, Manner::whole, wish_title},
        {{{not_, without, remove}, {Concept::title}}, {text, all}, Manner::whole, wish_no_title},
        // Of a title that was spoken of before; understand.cpp sees to that.
        {{kPlaces}, {show, Concept::title}, Manner::whole, wish_modifiers},
        {{{show}, {length, clock}}, kPlaces | Concepts{Concept::title, first}, Manner::whole, wish_modifiers},
    };
}

}  // namespace beatsync::words
