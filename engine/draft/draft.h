#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::draft {

/// Output frames, half-open: [begin, end).
struct FrameRange {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] constexpr std::int64_t length() const { return end - begin; }
    friend constexpr bool operator==(const FrameRange&, const FrameRange&) = default;
};

struct Canvas {
    int width = 1080;   ///< even, 16 to 8192
    int height = 1920;  ///< even, 16 to 8192
    Rate fps;           ///< 1 to 240
    friend bool operator==(const Canvas&, const Canvas&) = default;
};

enum class TrackKind : std::uint8_t { video = 0, audio = 1, text = 7 };  ///< the protocol's `tt`

/// How a picture of another shape fills the canvas.
enum class Fit : std::uint8_t {
    crop,  ///< fills it; what sticks out is cut off
    pad,   ///< whole picture, black around it
    blur,  ///< whole picture over a blurred, enlarged copy of itself
};

/// A window of the upright source picture as fractions of what `fit` would show: zoom 1 = all of it, 2 = half
/// of its width; centre 0.5, 0.5 = the middle. Moves linearly from `from` to `to` over the segment.
struct View {
    double zoom = 1;
    double x = 0.5;
    double y = 0.5;
    friend bool operator==(const View&, const View&) = default;
};
struct Framing {
    Fit fit = Fit::crop;
    double focus_x = 0.5;  ///< crop: which part of the source is kept, 0 = left edge … 1 = right edge
    double focus_y = 0.5;
    View from;
    View to;
    friend bool operator==(const Framing&, const Framing&) = default;
};

/// When which moment of a source is shown, both since the segment's first instant: 2 s of footage at half
/// speed are {0, 0}, {4 s, 2 s}; a picture that stands has the same `in` twice. Straight between the points;
/// beyond them the first and last stretch go on. Of the pictures alone: sound keeps its speed.
struct RetimePoint {
    Time out;  ///< since the segment begins in the output
    Time in;   ///< since Segment::in
    friend bool operator==(const RetimePoint&, const RetimePoint&) = default;
};

enum class TransitionKind : std::uint8_t { cut, fade, dip_black, dip_white };

/// How a picture comes in: `frames` output frames, half of them (rounded down) before the cut. In a `fade`
/// the picture before runs on and this one begins early by as much.
struct Transition {
    TransitionKind kind = TransitionKind::cut;
    std::int64_t frames = 0;
    friend bool operator==(const Transition&, const Transition&) = default;
};

enum class AccentKind : std::uint8_t { punch, flash };

/// Something that happens on a beat: full on one frame, gone `frames` later (effects.h: how it falls).
struct Accent {
    AccentKind kind = AccentKind::punch;
    std::int64_t frame = 0;   ///< since the segment's first
    std::int64_t frames = 1;  ///< how long it is seen
    double amount = 0;  ///< punch: how much larger, 0.1 = a tenth; flash: how white, 1 = nothing but white
    friend bool operator==(const Accent&, const Accent&) = default;
};

enum class TextPlace : std::uint8_t { top, middle, bottom };
enum class TextDecoration : std::uint8_t { outline, box, plain };

/// How a text looks; its fades are the segment's Level.
struct TextStyle {
    TextPlace place = TextPlace::middle;
    TextDecoration decoration = TextDecoration::outline;
    double size_pct = 0;  ///< height of a line, of the canvas's short side; 0 = what fits
    std::string colour;   ///< "#rrggbb"; "" = white
    std::string font;     ///< a family; "" = what there is
    friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

/// Speech, song or silence of a segment: its level and its edges.
struct Level {
    double gain_db = 0;
    Time fade_in;
    Time fade_out;
    friend bool operator==(const Level&, const Level&) = default;
};

/// A piece of one file on one track. On a video track it shows `source` from `in` on at its own speed; its
/// sound is heard at `level` when `sound` is set. On an audio track it plays `source` from `in` on.
/// On a text track it shows `text`. An empty source and text is a gap: black, or silence.
struct Segment {
    FrameRange frames;
    std::string source;               ///< path as given, absolute or relative to the draft's folder
    Time in;                          ///< where in the source it begins, since its first frame or sample
    bool still = false;               ///< the source is a picture: `in` means nothing
    Framing framing;                  ///< video only
    std::vector<RetimePoint> retime;  ///< video only; empty = its own speed
    bool blend = false;               ///< with retime: frames are mixed instead of doubled and dropped
    Transition transition;            ///< video only: from the segment before
    std::vector<Accent> accents;      ///< video only
    bool sound = false;               ///< video only: its own sound is mixed in
    Level level;
    double tempo = 1;                  ///< audio only: this much faster at the same pitch
    std::string text;                  ///< text only
    TextStyle style;                   ///< text only
    bool locked = false;               ///< planning again leaves it where and as it is
    std::optional<std::int64_t> beat;  ///< index of the song's beat that it begins on
    std::string extra;                 ///< unknown keys of the segment, a JSON object; "" = none
    std::string extra_meta;            ///< unknown keys of its `m`
    friend bool operator==(const Segment&, const Segment&) = default;
    [[nodiscard]] bool is_gap() const { return source.empty() && text.empty(); }
};

struct Track {
    TrackKind kind = TrackKind::video;
    std::string name;               ///< shown in the summary; may be empty
    std::vector<Segment> segments;  ///< gapless from frame 0
    bool duck = false;              ///< audio: lowered while a video segment's own sound is heard
    std::string extra;
    std::string extra_meta;
    [[nodiscard]] std::int64_t length_frames() const;  ///< end of the last segment; 0 without one
    friend bool operator==(const Track&, const Track&) = default;
};

/// What a draft was planned from, so that it can be planned again.
struct Recipe {
    std::string song;                  ///< path, absolute or relative to the draft's folder
    std::vector<std::string> clips;    ///< likewise, files
    std::vector<std::string> options;  ///< of the command line: "--pace", "fast"
    friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// Of gapless segments the one that frame `frame` belongs to; null after the last.
[[nodiscard]] const Segment* segment_at(const std::vector<Segment>& segments, std::int64_t frame);

/// The one timeline type. What the planner makes, the JSON file says, and everything downstream reads.
struct Draft {
    Canvas canvas;
    std::vector<Track> tracks;
    std::optional<double> loudness_lufs;  ///< the mix is brought to this; none = levels as they are
    std::string generator;                ///< "beatsync 0.1.0"
    std::uint64_t seed = 0;
    std::optional<Recipe> recipe;
    std::string extra;
    std::string extra_meta;
    friend bool operator==(const Draft&, const Draft&) = default;
    [[nodiscard]] std::int64_t length_frames() const;  ///< end of the longest track
};

/// Limits that hold for every Draft, so that hostile input stays bounded.
inline constexpr std::size_t kMaxTracks = 64;
inline constexpr std::size_t kMaxSegments = 100'000;  ///< of all tracks together
inline constexpr std::int64_t kMaxLengthHours = 1000;
inline constexpr Time kMaxLength{kMaxLengthHours * 3'600'000'000};  ///< of a draft, and of any time in it
inline constexpr std::size_t kMaxPoints = 1000;  ///< retime points, or accents, of a segment
inline constexpr std::size_t kMaxJsonBytes = 64U << 20U;

/// Checks the invariants: canvas in range; segments gapless from frame 0, each at least one frame; times not
/// negative; zoom 1 to 16, centres and focus in [0, 1], gains −120 to +24 dB, loudness −70 to 0 LUFS, all
/// finite; tempo 0.5 to 2; retime of two points or more from {0, 0} on, `out` strictly and `in` weakly
/// increasing; transitions, accents and retime on video tracks alone; text on text tracks alone and files on
/// the others; texts are UTF-8 (a source may be any bytes, as file names are); `extra` members are JSON
/// objects without our keys; limits. Errc::input, with the place as its JSON path: "t[0].sg[3].m.in_us: must
/// not be negative".
[[nodiscard]] Result<void> validate(const Draft& draft);

}  // namespace beatsync::draft
