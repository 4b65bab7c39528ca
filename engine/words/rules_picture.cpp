#include <fmt/format.h>

#include <array>
#include <cmath>

#include "words/rule.h"

namespace beatsync::words {
namespace {

const Concepts kShapes = {Concept::vertical, Concept::landscape, Concept::square, Concept::own_shape};

std::optional<Wishes> wish_aspect(const Phrase& phrase) {
    if (clips_in_plural(phrase)) return std::nullopt;
    const Token* shape = phrase.find(kShapes);
    const Token* ratio = phrase.find(Concept::ratio);
    const std::string word = shape == nullptr                ? ""
                             : shape->is(Concept::vertical)  ? "9:16"
                             : shape->is(Concept::landscape) ? "16:9"
                             : shape->is(Concept::square)    ? "1:1"
                                                             : "source";
    if (ratio == nullptr) return Wishes{{Topic::aspect, word}};
    const bool agree = word.empty() || word == ratio->text || (word == "9:16" && ratio->text == "4:5");
    if (!agree || ratio->before == Concept::from) return std::nullopt;
    return Wishes{{Topic::aspect, ratio->text}};
}

/// Heights that a video has. What is called HD without a number is 1080 lines today.
std::optional<Wishes> wish_size(const Phrase& phrase) {
    if (const Token* extent = phrase.find(Concept::extent)) return Wishes{{Topic::size, extent->text}};
    const Token& token = *phrase.find(Concept::pixels);
    double lines = token.number;
    if (lines == 0) lines = token.text.find("hd") != std::string::npos && token.text[0] == 'u' ? 2160 : 1080;
    constexpr double kLeast = 144;
    constexpr double kMost = 4320;
    if (lines < kLeast || lines > kMost || std::fmod(lines, 2) != 0) return std::nullopt;
    return Wishes{{Topic::size, fmt::format("{}p", lines)}};
}

std::optional<Wishes> wish_fps(const Phrase& phrase) {
    const Token* rate = phrase.find(Concept::rate);
    if (rate == nullptr) rate = phrase.find(Concept::number);
    constexpr double kMost = 240;
    if (rate->number < 1 || rate->number > kMost) return std::nullopt;
    return Wishes{{Topic::fps, fmt::format("{}", rate->number)}};
}

std::optional<Wishes> wish_quality(const Phrase& phrase) {
    if (phrase.has(Concepts{Concept::best, Concept::loud})) return Wishes{{Topic::quality, "high"}};
    if (phrase.has(Concept::good)) return Wishes{{Topic::quality, "good"}};
    return Wishes{{Topic::quality, "draft"}};
}

std::optional<Wishes> wish_frame(const Phrase& phrase) {
    const bool denied = phrase.has(Concepts{Concept::not_, Concept::without, Concept::remove});
    const bool crops = phrase.has(Concept::crop);
    if (crops) return Wishes{{Topic::frame, denied ? "pad" : "crop"}};
    if (phrase.has(Concept::blur))
        return denied ? std::nullopt : std::optional(Wishes{{Topic::frame, "blur"}});
    return Wishes{{Topic::frame, denied ? "crop" : "pad"}};
}

std::optional<Wishes> wish_style(const Phrase& phrase) {
    if (phrase.has(Concept::punchy)) return Wishes{{Topic::style, "punchy"}};
    return Wishes{{Topic::style, phrase.has(Concept::smooth) ? "smooth" : "clean"}};
}

std::optional<Wishes> wish_effect(const Phrase& phrase) {
    if (phrase.has(Concept::flash)) return Wishes{{Topic::flash, ""}};
    if (phrase.has(Concept::punch)) return Wishes{{Topic::punch, ""}};
    if (phrase.has(Concept::ramp)) return Wishes{{Topic::ramp, ""}};
    return Wishes{{Topic::freeze_end, ""}};
}

std::optional<Wishes> wish_transition(const Phrase& phrase) {
    const bool hard = phrase.has(Concept::hard);
    const bool denied = phrase.has(Concepts{Concept::not_, Concept::without, Concept::remove});
    if (hard) return denied ? std::nullopt : std::optional(Wishes{{Topic::transition, "none"}});
    if (denied) return Wishes{{Topic::transition, "none"}};
    if (phrase.has(Concept::dip_white)) return Wishes{{Topic::transition, "dip-white"}};
    return Wishes{{Topic::transition, phrase.has(Concept::dip) ? "dip" : "fade"}};
}

}  // namespace

std::vector<Rule> picture_rules() {
    using enum Concept;
    const Concepts transitions = {Concept::transition, fade, dip, dip_white};
    const Concepts around = {Concept::transition, piece, clip, cut, all, Concept::with};
    const Concepts denials = {not_, without, remove};
    return {
        {{kShapes},
         {shape, keep, ratio, Concept::size, Concept::style, replace, clip},
         Manner::attribute,
         wish_aspect},
        {{{ratio}}, {shape, keep, Concept::size, replace, clip}, Manner::attribute, wish_aspect},
        {{{pixels, extent}}, {Concept::size, Concept::quality, as}, Manner::attribute, wish_size},
        {{{rate}}, {frame_rate, frame_unit, Concept::size, keep}, Manner::attribute, wish_fps},
        {{{frame_rate, frame_unit}, {number}}, {keep}, Manner::attribute, wish_fps},
        {{{best, loud, good, quiet, rough}, {Concept::quality}}, {as, very}, Manner::attribute, wish_quality},
        {{{best, loud, good, quiet, rough}, {Concept::quality}, {preview}},
         {as, very, fast},
         Manner::attribute,
         wish_quality},
        {{{preview}}, {rough, fast}, Manner::attribute, wish_quality},
        {{denials, {crop, pad}}, {clip, all, piece}, Manner::whole, wish_frame},
        {{{crop, pad, blur}}, {shape, background, clip, all, Concept::with}, Manner::whole, wish_frame},
        {{{punchy, smooth, clean}}, {Concept::style, slight, very, cut}, Manner::attribute, wish_style},
        {{{flash, punch}}, {beat, strong, every, cut}, Manner::whole, wish_effect},
        {{{ramp}}, {Concept::with, beat}, Manner::whole, wish_effect},
        {{{freeze}}, {end, last, beat}, Manner::whole, wish_effect},
        {{denials, transitions}, around, Manner::whole, wish_transition},
        {{{hard}}, around | Concepts{only}, Manner::whole, wish_transition},
        {{{fade, dip, dip_white}}, around, Manner::whole, wish_transition},
        {{{smooth}, {Concept::transition}}, {}, Manner::whole, wish_transition},
    };
}

}  // namespace beatsync::words
