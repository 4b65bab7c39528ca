#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What people ask of a video, in plain English or Chinese, as a list of wishes. A grammar, no model: a word
// list says what each word may mean, a table of rules which meanings make a wish, and a part of a sentence
// with one word beyond them is not understood at all. A wish taken wrongly is worse than one that is handed
// back.
namespace beatsync::words {

/// What a wish is about, in the order in which wishes are listed. The comment says what its value looks like.
enum class Topic : std::uint8_t {
    aspect,        ///< "9:16", "16:9", "1:1", "4:5", "source"
    duration,      ///< "30s", "1.5s", "song", "clips"
    pace,          ///< "slow", "medium", "fast", "auto", beats a cut "2"; of a part of the song "verse=slow"
    title,         ///< the text; empty = none
    title_at,      ///< "3s", "beat:5", "bar:2"
    title_for,     ///< "3s"
    title_place,   ///< "top", "middle", "bottom"
    music_volume,  ///< "35%", "-6dB"; "x0.75": of what it is now
    clip_audio,    ///< "off", "mix", "duck"
    transition,    ///< "none", "fade", "dip", "dip-white"
    order,         ///< "best", "given", "shuffle"
    only,          ///< clips by number "1,3" or by name "beach.mp4"
    exclude,       ///< likewise
    start,         ///< "drop", "chorus", "verse", "intro", "bridge", "outro", "45s", "auto"
    quality,       ///< "draft", "good", "high"
    size,          ///< "1080p", "2160p", "1080x1920"
    fps,           ///< "30", "29.97"
    style,         ///< "clean", "punchy", "smooth"
    punch,         ///< no value, as the next three
    flash,
    ramp,
    freeze_end,
    frame,        ///< "crop", "pad", "blur": how other shapes fill the picture
    tempo_scale,  ///< "1/2", "2"
    shift,        ///< "20ms", "-1b" (beats)
    downbeat,     ///< "3": the first downbeat is this beat, counted from 1
    music_under,  ///< no value: music is laid under a finished video
    stretch,      ///< no value: the music's tempo may change a little
    sync,         ///< no value: cut to the beat
    use_file,     ///< a file named in the sentence
    swap,         ///< pieces of a draft, counted from 1: "2,5"
    drop,         ///< "3", "2,4"
    lock,         ///< "3"
    unlock,       ///< "3"
    lengthen,     ///< "3=2": piece 3 by two beats
    trim,         ///< "3=1"
    replace,      ///< "2=3", "2=beach.mp4", "2=3@5s": piece 2 shows clip 3, from 0:05 on
    replan,       ///< no value: another version
    undo,         ///< no value
    render,       ///< no value: make the video file
    interchange,  ///< "edl", "fcpxml", "otio", "kdenlive": for an editing program
    output,       ///< the name of the file to make
};

/// Bytes of the sentence, half-open.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

struct Intent {
    Topic topic = Topic::aspect;
    std::string value;
    Span span;  ///< the part of the sentence that asks for it
    friend bool operator==(const Intent&, const Intent&) = default;
};

struct Understanding {
    std::vector<Intent> intents;       ///< by topic, then by place in the sentence; none said twice
    std::vector<Span> not_understood;  ///< by place; without spaces and commas around
};

/// Sentences longer than this are not understood at all.
inline constexpr std::size_t kMaxSentenceBytes = 4096;

/// Reads any bytes. What is denied without saying what is wanted instead ("not vertical"), asked ("is it too
/// fast?"), left open ("vertical or square"), or made to depend ("if …, then …") is not understood; two
/// wishes that contradict each other aren't either.
[[nodiscard]] Understanding understand(std::string_view sentence);

/// "music_volume"
[[nodiscard]] std::string_view name_of(Topic topic);

/// "aspect=9:16; duration=30s"
[[nodiscard]] std::string describe(const std::vector<Intent>& intents);

}  // namespace beatsync::words
