#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "words/words.h"

// Words and what they may mean. Internal to the room.
namespace beatsync::words {

/// What a word or a fixed phrase means, whatever the language.
enum class Concept : std::uint8_t {
    unknown,
    // Said for politeness or grammar: counts for nothing.
    filler,
    // Allowed in any wish.
    verb,   // make, add, use: begins a wish
    video,  // the video, it
    // With values.
    number,    // list: one or more whole numbers
    fraction,  // number: 0.5
    percent,   // number
    decibel,   // number
    multiple,  // number: twice, 2x
    length,    // number: seconds
    clock,     // number: seconds; also `text` "9:16" where it may be a shape
    millisecond,
    beats,  // number
    bars,   // number
    pixels,
    rate,
    ratio,   // text
    extent,  // text: "1080x1920"
    text,    // text: quoted
    file,    // text
    // Between wishes.
    comma,
    stop,
    and_,
    or_,
    but,
    with,
    colon,
    // What turns a wish around.
    not_,
    without,
    remove,
    instead,
    only,
    too,
    // Whole sentences that ask or depend.
    question,
    conditional,
    // Prepositions: end up in the token after them.
    at,
    from,
    for_,
    to,
    by,
    // Units, until they are joined to their number.
    second,
    minute,
    hour,
    millisecond_unit,
    beat,
    bar,
    percent_sign,
    db_unit,
    frame_unit,
    per,
    k_unit,
    p_unit,
    times,
    ordinal_suffix,
    ordinal_prefix,
    tenths,      // 成
    percent_of,  // 百分之
    part_of,     // 分之
    half,
    third,
    quarter,
    several,  // 个
    piece_number,
    show,
    unsupported,  // what must not be taken for something else
    // Things.
    music,
    clip_sound,
    sound,
    volume,
    clip,
    piece,
    all,
    title,
    saying,
    transition,
    cut,
    pace,
    order,
    long_,
    quality,
    size,
    frame_rate,
    shape,
    style,
    tempo,
    tracker,
    background,
    whole_song,
    whole_clips,
    verse,
    chorus,
    intro,
    bridge,
    outro,
    drop,
    start,
    end,
    first,
    last,
    automatic,
    every,
    top,
    middle,
    bottom,
    // Shapes.
    vertical,
    landscape,
    square,
    portrait,
    own_shape,
    // Degrees.
    fast,
    slow,
    medium,
    slight,
    very,
    quiet,
    loud,
    lower,
    raise,
    mute,
    on,
    strong,
    // Looks.
    punchy,
    smooth,
    clean,
    fade,
    dip,
    dip_white,
    hard,
    flash,
    punch,
    ramp,
    freeze,
    crop,
    pad,
    blur,
    duck,
    keep,
    shuffle,
    given,
    best,
    good,
    rough,
    preview,
    // Corrections.
    speed,
    doubled,
    halved,
    shift,
    late,
    early,
    downbeat,
    // Jobs.
    sync,
    under,
    score,
    stretch,
    render,
    mp4,
    edl,
    fcpxml,
    otio,
    kdenlive,
    as,
    swap,
    lock,
    unlock,
    touch,
    longer,
    shorter,
    replace,
    replan,
    undo,
    count
};

class Concepts {
public:
    constexpr Concepts() = default;
    Concepts(std::initializer_list<Concept> concepts) {
        for (const Concept c : concepts)
            bits_.set(static_cast<std::size_t>(c));
    }
    [[nodiscard]] bool has(Concept c) const { return bits_.test(static_cast<std::size_t>(c)); }
    friend Concepts operator|(Concepts a, const Concepts& b) {
        a.bits_ |= b.bits_;
        return a;
    }

private:
    std::bitset<static_cast<std::size_t>(Concept::count)> bits_;
};

struct Token {
    Concept means = Concept::unknown;
    Span span;
    double number = 0;
    std::vector<std::int64_t> list;    ///< Concept::number
    std::string text;                  ///< of text and files; of other words the word itself, normalised
    Concept before = Concept::filler;  ///< the preposition before it
    bool weak = false;                 ///< "one" in "a vertical one": may count for nothing

    [[nodiscard]] bool is(Concept c) const { return means == c; }
    [[nodiscard]] bool in(const Concepts& concepts) const { return concepts.has(means); }
};

/// What the phrase means: words of English with one space between, Chinese without, all lower case.
/// Concept::unknown where it is none.
[[nodiscard]] Concept look_up(const std::string& phrase);
/// Words or characters of the longest phrase.
[[nodiscard]] std::size_t longest_phrase();

/// The sentence's words: known phrases, numbers as written, quoted texts, names of files. Spans in order.
[[nodiscard]] std::vector<Token> tokenise(std::string_view sentence);

/// Joins numbers to their units ("half a minute", "1 分 30 秒", "clips 1, 3 and 4"), takes what is called
/// without quotes for the text that it is ("a title saying Hello"), and drops fillers.
[[nodiscard]] std::vector<Token> join_numbers(std::vector<Token> tokens);
[[nodiscard]] std::vector<Token> join_texts(std::string_view sentence, std::vector<Token> tokens);

}  // namespace beatsync::words
