#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "words/rule.h"

namespace beatsync::words {
namespace {

constexpr double kLoudestPercent = 200;

/// How much "a bit", nothing and "much" change a level.
std::string step(const Phrase& phrase, bool louder) {
    const bool slight = phrase.has(Concept::slight);
    const bool much = !slight && phrase.has(Concept::very);
    if (louder) return slight ? "x1.25" : much ? "x2" : "x1.5";
    return slight ? "x0.75" : much ? "x0.35" : "x0.6";
}

bool says_louder(const Phrase& phrase) {
    return phrase.has(Concepts{Concept::loud, Concept::raise});
}
bool says_quieter(const Phrase& phrase) {
    return phrase.has(Concepts{Concept::quiet, Concept::lower});
}

std::optional<Wishes> wish_level(const Phrase& phrase) {
    const Token& amount = *phrase.find(Concepts{Concept::percent, Concept::fraction, Concept::decibel});
    if (amount.is(Concept::decibel)) return Wishes{{Topic::music_volume, fmt::format("{}dB", amount.number)}};
    const double percent = std::round(amount.is(Concept::fraction) ? 100 * amount.number : amount.number);
    if (percent < 0 || percent > kLoudestPercent) return std::nullopt;
    const bool changes = says_louder(phrase) || says_quieter(phrase) || amount.before == Concept::by;
    const bool absolute = amount.before == Concept::to || amount.before == Concept::at ||
                          (!changes && amount.before != Concept::by);
    if (absolute) return Wishes{{Topic::music_volume, fmt::format("{}%", percent)}};
    if (says_louder(phrase) == says_quieter(phrase)) return std::nullopt;
    const double factor = 1 + (says_louder(phrase) ? percent : -percent) / 100;
    if (factor < 0) return std::nullopt;
    return Wishes{{Topic::music_volume, fmt::format("x{}", std::round(factor * 100) / 100)}};
}

std::optional<Wishes> wish_louder_or_quieter(const Phrase& phrase) {
    if (says_louder(phrase) == says_quieter(phrase)) return std::nullopt;
    return Wishes{{Topic::music_volume, step(phrase, says_louder(phrase) != phrase.has(Concept::too))}};
}

std::optional<Wishes> wish_no_music(const Phrase&) {
    return Wishes{{Topic::music_volume, "0%"}};
}
std::optional<Wishes> wish_clips_off(const Phrase&) {
    return Wishes{{Topic::clip_audio, "off"}};
}
std::optional<Wishes> wish_clips_on(const Phrase&) {
    return Wishes{{Topic::clip_audio, "mix"}};
}
std::optional<Wishes> wish_ducked(const Phrase&) {
    return Wishes{{Topic::clip_audio, "duck"}};
}

}  // namespace

std::vector<Rule> sound_rules() {
    using enum Concept;
    const Concepts off = {mute, not_, without, remove};
    const Concepts amounts = {percent, fraction, decibel};
    const Concepts ways = {quiet, loud, lower, raise};
    const Concepts about = {volume, sound, slight, very, background};
    return {
        {{{music, volume}, amounts},
         ways | about | Concepts{music, drop, only, shift},
         Manner::whole,
         wish_level},
        {{{music}, ways}, about | Concepts{too}, Manner::whole, wish_louder_or_quieter},
        {{off, {music}}, {volume, sound}, Manner::whole, wish_no_music},
        {{off, {clip_sound}}, {sound, all, volume}, Manner::whole, wish_clips_off},
        {{{mute}, {clip}}, {sound, all, volume}, Manner::whole, wish_clips_off},
        {{off, {clip}, {sound}}, {all, volume}, Manner::whole, wish_clips_off},
        {{{clip_sound}}, {keep, all, clip, Concept::with, sound}, Manner::whole, wish_clips_on},
        {{{keep}, {clip}, {sound}}, {all}, Manner::whole, wish_clips_on},
        {{{duck}}, {music, clip_sound, clip, sound, under, all}, Manner::whole, wish_ducked},
    };
}

}  // namespace beatsync::words
