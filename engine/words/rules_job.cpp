#include <fmt/format.h>

#include "words/rule.h"

namespace beatsync::words {
namespace {

template <Topic topic>
std::optional<Wishes> wish_plainly(const Phrase&) {
    return Wishes{{topic, ""}};
}

std::optional<Wishes> wish_order(const Phrase& phrase) {
    if (phrase.has(Concept::shuffle))
        return Wishes{{Topic::order, phrase.has(Concepts{Concept::not_}) ? "given" : "shuffle"}};
    const bool given = phrase.has(Concepts{Concept::given, Concept::keep});
    return Wishes{{Topic::order, given ? "given" : "best"}};
}

/// "1,3" or "beach.mp4".
std::optional<std::string> which_clips(const Phrase& phrase) {
    const auto numbers = phrase.numbers();
    const Token* name = phrase.find(Concepts{Concept::text, Concept::file});
    if (numbers.empty() == (name == nullptr)) return std::nullopt;
    if (name != nullptr) return name->text.empty() ? std::nullopt : std::optional(name->text);
    for (const std::int64_t number : numbers)
        if (number < 1) return std::nullopt;
    return fmt::format("{}", fmt::join(numbers, ","));
}

template <Topic topic>
std::optional<Wishes> wish_clips(const Phrase& phrase) {
    const auto which = which_clips(phrase);
    return which ? std::optional(Wishes{{topic, *which}}) : std::nullopt;
}

/// A text in quotes is a clip's name where it looks like one.
std::optional<Wishes> wish_named_clip(const Phrase& phrase) {
    const Token& name = *phrase.find(Concepts{Concept::file, Concept::text});
    return name.text.find('.') != std::string::npos ? wish_clips<Topic::only>(phrase) : std::nullopt;
}

std::optional<Wishes> wish_to_the_music(const Phrase& phrase) {
    return phrase.find(Concept::music)->before == Concept::to ? wish_plainly<Topic::sync>(phrase)
                                                              : std::nullopt;
}

std::optional<Wishes> wish_interchange(const Phrase& phrase) {
    if (phrase.has(Concept::edl)) return Wishes{{Topic::interchange, "edl"}};
    if (phrase.has(Concept::fcpxml)) return Wishes{{Topic::interchange, "fcpxml"}};
    return Wishes{{Topic::interchange, phrase.has(Concept::otio) ? "otio" : "kdenlive"}};
}

std::optional<Wishes> wish_output(const Phrase& phrase) {
    return Wishes{{Topic::render, ""}, {Topic::output, phrase.find(Concept::file)->text}};
}

std::optional<Wishes> wish_file(const Phrase& phrase) {
    return Wishes{{Topic::use_file, phrase.find(Concept::file)->text}};
}

}  // namespace

std::vector<Rule> job_rules() {
    using enum Concept;
    const Concepts name = {number, text, Concept::file};
    const Concepts of_order = {Concept::order, clip, piece, all};
    const Concepts of_sync = {cut, beat, music, all, clip, with};
    return {
        {{{shuffle}}, of_order, Manner::whole, wish_order},
        {{{not_}, {shuffle}}, of_order, Manner::whole, wish_order},
        {{{given}}, of_order | Concepts{keep}, Manner::whole, wish_order},
        {{{keep}, {Concept::order}}, of_order, Manner::whole, wish_order},
        {{{best}, {Concept::order}}, {}, Manner::whole, wish_order},
        {{{only}, {clip}, name}, {all, piece_number, keep}, Manner::whole, wish_clips<Topic::only>},
        {{{only}, {Concept::file, text}}, {keep}, Manner::whole, wish_named_clip},
        {{{without, remove, not_}, {clip}, name}, {piece_number}, Manner::whole, wish_clips<Topic::exclude>},
        {{{without, remove}, {Concept::file}}, {}, Manner::whole, wish_clips<Topic::exclude>},
        {{{sync}}, of_sync, Manner::whole, wish_plainly<Topic::sync>},
        {{{cut}, {beat}}, {all, clip, music}, Manner::whole, wish_plainly<Topic::sync>},
        {{{cut}, {music}}, {all, clip}, Manner::whole, wish_to_the_music},
        {{{under}, {music}}, {all, score}, Manner::whole, wish_plainly<Topic::music_under>},
        {{{score}}, {music}, Manner::whole, wish_plainly<Topic::music_under>},
        {{{stretch}}, {music, tempo, slight}, Manner::whole, wish_plainly<Topic::stretch>},
        {{{render}}, {mp4, as}, Manner::attribute, wish_plainly<Topic::render>},
        {{{mp4}}, {as}, Manner::attribute, wish_plainly<Topic::render>},
        {{{edl, fcpxml, otio, kdenlive}}, {render, as}, Manner::whole, wish_interchange},
        {{{render}, {Concept::file}}, {as, mp4}, Manner::whole, wish_output},
        {{{Concept::file}}, {music, clip, score}, Manner::whole, wish_file},
    };
}

}  // namespace beatsync::words
