#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/error.h"
#include "draft/draft.h"
#include "footage/clip_map.h"
#include "music/music_map.h"
#include "plan/effect_options.h"
#include "plan/song_parts.h"

namespace beatsync::plan {

enum class Pace : std::uint8_t { automatic, slow, medium, fast, beats };
enum class Order : std::uint8_t { best, given, shuffle };
enum class ClipAudio : std::uint8_t { off, mix, duck };
enum class LengthRule : std::uint8_t { fixed, song, clips };

/// `CLIP@TIME=BEAT`: footage that must be on screen from a beat on.
struct Pin {
    std::size_t clip = 0;   ///< index into the clips
    Time at;                ///< in the clip
    std::int64_t beat = 0;  ///< 0-based index into the song's beats
};

enum class TitleAt : std::uint8_t {
    next,  ///< at the start, or where the title before it in the same place ends
    time,  ///< at the beat nearest to a time
    beat,
    bar,
};

/// Words over the pictures.
struct TitleRequest {
    std::string text;
    TitleAt at = TitleAt::next;
    Time time;                   ///< since the video begins
    std::int64_t number = 1;     ///< TitleAt::beat, bar: the N-th that is heard in the video, from 1
    std::optional<Time> length;  ///< ends on the beat nearest to it; none = as long as one reads
    draft::TextStyle style;
};

/// A piece of an earlier plan that stays where it is, and as it is unless other footage is wanted for it.
struct HeldPiece {
    draft::Segment segment;     ///< `source` as ClipMap::media.path; it need not be one of the clips
    bool footage_free = false;  ///< its frames stay, what it shows is chosen anew
};

/// Footage that is never shown.
struct AvoidedFootage {
    std::size_t clip = 0;  ///< index into the clips
    TimeRange range;       ///< a still is avoided by any range
};

/// A pace of its own for a part of the song.
struct PartPace {
    SongPart part = SongPart::verse;
    Pace pace = Pace::automatic;
    int beats = 0;  ///< with Pace::beats
};

struct PlanOptions {
    std::string song_path;
    draft::Canvas canvas;
    LengthRule length_rule = LengthRule::fixed;
    std::optional<Time>
        length;  ///< with `fixed`; none = as long as song and footage sensibly carry (at most 60 s)
    std::optional<Time> longest;         ///< a `length` up to this is not rounded to frames beyond it
    std::optional<Time> start;           ///< in the song; none = the part worth hearing
    std::optional<SongPart> start_part;  ///< instead of `start`: where this part first begins
    Pace pace = Pace::automatic;
    int pace_beats = 0;                ///< with Pace::beats: beats a cut
    std::vector<PartPace> part_paces;  ///< a later one wins; parts that the song has not are noted
    Order order = Order::best;
    draft::Fit fit = draft::Fit::crop;
    std::uint64_t seed = 0;
    Time lead;                    ///< every cut comes this much before its beat
    bool motion_on_beats = true;  ///< pieces begin where their movements fall on beats inside the slot
    bool spare_decoding = true;   ///< less to decode, for quality lower by 2 % at most
    ClipAudio clip_audio = ClipAudio::off;
    double music_gain_db = 0;
    std::optional<double> loudness_lufs = -14.0;
    std::vector<Pin> pins;
    std::vector<double> weights;  ///< a clip: turns for one of the others'; 0 = spare. Empty = 1 each
    std::vector<TitleRequest> titles;
    std::vector<HeldPiece> held;  ///< in order of frames, apart from each other; with `start` and `length`
    std::vector<AvoidedFootage> avoid;
    std::optional<Time> min_segment;  ///< default 0.25 s
    std::optional<Time> max_segment;  ///< default 6 s
    EffectOptions effects;
};

/// Why a cut is where it is and shows what it shows.
struct CutReason {
    std::int64_t frame = 0;
    std::optional<std::int64_t> beat;  ///< none for the first picture when it is on no beat
    std::string why;  ///< "bar 5 beat 1, new section; dogs.mp4 shot 3 from 0:04.120: sharpest unused"
};

struct Plan {
    draft::Draft draft;
    std::vector<CutReason> reasons;     ///< one a segment of the video track
    double quality = 0;                 ///< mean score of the footage that was chosen; higher is better
    std::vector<std::string> left_out;  ///< what was asked for and is not in it, each a sentence for the user
    std::vector<std::string> notes;     ///< what it had to give up or relax, each a sentence for the user
};

/// Pure: no I/O, no clock, no randomness but the seed; the same input gives the same plan.
/// Held pieces come out as they went in, all else is planned around them and shows none of their footage
/// while there is other. Errc::input when nothing usable is in the clips or the song has too few beats to cut
/// on.
[[nodiscard]] Result<Plan> make_plan(const music::MusicMap& music, std::span<const footage::ClipMap> clips,
                                     const PlanOptions& options);

}  // namespace beatsync::plan
