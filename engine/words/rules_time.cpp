#include <fmt/format.h>

#include <array>

#include "words/rule.h"

namespace beatsync::words {
namespace {

const Concepts kParts = {Concept::verse,  Concept::chorus, Concept::intro,
                         Concept::bridge, Concept::outro,  Concept::drop};

std::string part_name(Concept part) {
    switch (part) {
        case Concept::verse:
            return "verse";
        case Concept::chorus:
            return "chorus";
        case Concept::intro:
            return "intro";
        case Concept::bridge:
            return "bridge";
        case Concept::outro:
            return "outro";
        default:
            return "drop";
    }
}

/// "too fast" asks for slow, "not too fast" for something between.
std::string pace_word(const Phrase& phrase) {
    const bool fast = phrase.has(Concept::fast);
    if (phrase.has(Concept::medium)) return "medium";
    return fast != phrase.has(Concept::too) ? "fast" : "slow";
}

std::optional<Wishes> wish_pace(const Phrase& phrase) {
    return Wishes{{Topic::pace, pace_word(phrase)}};
}

std::optional<Wishes> wish_middling(const Phrase&) {
    return Wishes{{Topic::pace, "medium"}};
}

std::optional<Wishes> wish_part_pace(const Phrase& phrase) {
    Wishes wishes;
    for (const Token& token : phrase.tokens())
        if (token.in(kParts))
            wishes.push_back({Topic::pace, part_name(token.means) + "=" + pace_word(phrase)});
    return wishes;
}

std::optional<Wishes> wish_beats_a_cut(const Phrase& phrase) {
    double beats = 1;
    const Token* amount = phrase.find(Concept::beats);
    if (amount == nullptr) amount = phrase.find(Concept::number);  // every second beat
    if (amount != nullptr) beats = amount->number;
    constexpr double kMost = 64;
    if (beats < 1 || beats > kMost || beats != static_cast<int>(beats)) return std::nullopt;
    return Wishes{{Topic::pace, fmt::format("{}", static_cast<int>(beats))}};
}

std::optional<Wishes> wish_duration(const Phrase& phrase) {
    const Token& token = *phrase.find(Concepts{Concept::length, Concept::clock});
    if (clips_in_plural(phrase)) return std::nullopt;
    const Concept before = token.before;
    if (before == Concept::at || before == Concept::from || before == Concept::by) return std::nullopt;
    constexpr double kMost = 24 * 3600;
    if (token.number <= 0 || token.number > kMost) return std::nullopt;
    return Wishes{{Topic::duration, seconds_text(token.number)}};
}

std::optional<Wishes> wish_song_length(const Phrase&) {
    return Wishes{{Topic::duration, "song"}};
}
std::optional<Wishes> wish_clips_length(const Phrase&) {
    return Wishes{{Topic::duration, "clips"}};
}

std::optional<Wishes> wish_start(const Phrase& phrase) {
    if (const Token* part = phrase.find(kParts)) return Wishes{{Topic::start, part_name(part->means)}};
    if (phrase.has(Concept::automatic)) return Wishes{{Topic::start, "auto"}};
    const Token& token = *phrase.find(Concepts{Concept::clock, Concept::length});
    const auto at = moment_of(token);
    if (!at || token.number < 0) return std::nullopt;  // a beat is no place for a start
    return Wishes{{Topic::start, *at}};
}

/// Without "start": only what comes "from" somewhere begins there.
std::optional<Wishes> wish_start_from(const Phrase& phrase) {
    const Token* token = phrase.find(kParts | Concepts{Concept::clock, Concept::automatic});
    return token->before == Concept::from ? wish_start(phrase) : std::nullopt;
}

std::optional<Wishes> wish_scale(const Phrase& phrase) {
    const Token* multiple = phrase.find(Concept::multiple);
    if (multiple != nullptr && multiple->number != 2) return std::nullopt;
    const Token* halved = phrase.find(Concept::halved);
    // "half speed" is how they are, "halve" what is to become of them.
    const bool half =
        phrase.has(Concept::fraction) || (halved != nullptr && halved->text.starts_with("half"));
    const bool too_slow =
        half ? !phrase.has(Concept::slow) || phrase.has(Concept::too) : phrase.has(Concept::slow);
    const bool twice_too_fast = !half && phrase.has(Concepts{Concept::fast, Concept::speed});
    if (twice_too_fast || (halved != nullptr && !half)) return Wishes{{Topic::tempo_scale, "1/2"}};
    const bool asked_twice = phrase.has(Concepts{Concept::doubled, Concept::multiple});
    if (too_slow || asked_twice) return Wishes{{Topic::tempo_scale, "2"}};
    return std::nullopt;
}

std::optional<Wishes> wish_shift(const Phrase& phrase) {
    const Token& amount = *phrase.find(Concepts{Concept::millisecond, Concept::beats, Concept::length});
    const Token* direction = phrase.find(Concepts{Concept::late, Concept::early});
    const bool to_do = phrase.has(Concept::shift) ||
                       (direction != nullptr && (direction->text == "later" || direction->text == "earlier"));
    if (!to_do && direction == nullptr) return std::nullopt;
    // Beats that are late have to come earlier; a shift to later is one to later.
    const bool later = direction == nullptr || direction->is(Concept::late) == to_do;
    const double number = (later ? 1 : -1) * amount.number;
    if (amount.is(Concept::beats)) return Wishes{{Topic::shift, fmt::format("{}b", number)}};
    return Wishes{{Topic::shift, fmt::format("{}ms", amount.is(Concept::length) ? 1000 * number : number)}};
}

std::optional<Wishes> wish_downbeat(const Phrase& phrase) {
    if (const Token* place = phrase.find(Concept::clock)) {
        if (!place->text.starts_with("beat:")) return std::nullopt;
        return Wishes{{Topic::downbeat, place->text.substr(5)}};
    }
    const auto numbers = phrase.numbers();
    if (numbers.size() != 1 || numbers[0] < 1) return std::nullopt;
    return Wishes{{Topic::downbeat, fmt::format("{}", numbers[0])}};
}

}  // namespace

std::vector<Rule> time_rules() {
    using enum Concept;
    const Concepts paces = {fast, slow, medium};
    const Concepts about_pace = {cut, Concept::pace, slight, very, too, style, keep};
    const Concepts grid = {beat, tempo};
    return {
        {{paces}, about_pace, Manner::attribute, wish_pace},
        {{{not_}, {fast, slow}}, about_pace, Manner::whole, wish_middling},
        {{kParts, paces}, about_pace | Concepts{all, music}, Manner::whole, wish_part_pace},
        {{{every}, {beats, beat}, {cut, sync}}, {number, piece, clip}, Manner::whole, wish_beats_a_cut},
        {{{length}}, {long_, cut, keep, shorter, clip}, Manner::attribute, wish_duration},
        {{{clock}, {long_}}, {keep}, Manner::attribute, wish_duration},
        {{{whole_song}}, {long_, cut, sync, keep}, Manner::attribute, wish_song_length},
        {{{whole_clips}}, {long_, keep}, Manner::attribute, wish_clips_length},
        {{{Concept::start}, kParts | Concepts{clock, length, automatic}},
         {music, first},
         Manner::whole,
         wish_start},
        {{kParts | Concepts{clock, automatic}}, {music}, Manner::whole, wish_start_from},
        {{grid, {doubled, multiple}, {fast, slow, speed}}, {too, very}, Manner::whole, wish_scale},
        {{grid, {doubled, halved}}, {too, speed, slow, fast}, Manner::whole, wish_scale},
        {{grid, {fraction}, {slow, speed, fast}}, {too}, Manner::whole, wish_scale},
        {{{Concept::shift}, {millisecond, beats, length}},
         {beat, cut, all, late, early, tempo},
         Manner::whole,
         wish_shift},
        {{grid, {millisecond, beats, length}, {late, early}}, {too, all}, Manner::whole, wish_shift},
        {{{Concept::downbeat}, {clock, number}}, {beat, first}, Manner::whole, wish_downbeat},
    };
}

}  // namespace beatsync::words
