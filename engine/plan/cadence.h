#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/time.h"
#include "draft/draft.h"
#include "music/music_map.h"
#include "plan/bars.h"
#include "plan/planner.h"

namespace beatsync::plan {

/// Where output frames are in the song. A cut belongs on the frame nearest to its beat.
struct Clock {
    Rate fps;
    Time start;  ///< of the song, at output frame 0
    Time lead;   ///< cuts come this much before their beat
    /// Negative for beats before the excerpt. The beat that the excerpt begins on can't be led: frame 0.
    [[nodiscard]] std::int64_t frame_of(Time beat) const {
        return fps.nearest_index(beat - start) == 0 ? 0 : fps.nearest_index(beat - lead - start);
    }
    /// How long the frames are shown, to the microsecond.
    [[nodiscard]] Time length_of(draft::FrameRange frames) const {
        return fps.time_of(frames.end) - fps.time_of(frames.begin);
    }
};

/// What put a cut where it is; a later one wins over an earlier where two would be too close.
/// `edge` is where a held piece begins or ends.
enum class CutKind : std::uint8_t { clock, beat, half_bar, bar, section, pin, edge, opening };

/// A stretch of output that one piece of footage is to fill.
struct Slot {
    draft::FrameRange frames;
    CutKind kind = CutKind::beat;
    std::optional<std::int64_t> beat;  ///< index of the song's beat that it begins on
    float drive = 0.5F;                ///< how much the music drives, 0 to 1
    std::optional<std::size_t> pin;    ///< index into the pins
    std::optional<std::size_t> held;   ///< index into the held pieces
    /// Nothing may be cut here, and perhaps nothing else shown.
    [[nodiscard]] bool fixed() const { return pin || held; }
};

/// A cut that must be, and how long what follows it can be.
struct ForcedCut {
    std::int64_t beat = 0;
    std::size_t pin = 0;
    std::int64_t max_frames = 0;
};

struct CadenceRules {
    std::int64_t end_frame = 0;
    Pace pace = Pace::automatic;
    int pace_beats = 0;
    Time shortest_wish;  ///< cuts are wished no closer than this: there are few pictures
    bool calm = false;   ///< the beats are not to be trusted: fewer cuts, on bars
    std::int64_t min_frames = 1;
    std::int64_t max_frames = 1;
    std::int64_t last_frames = 1;   ///< the last picture is wished this long: one should see what it was
    std::vector<ForcedCut> forced;  ///< in order of beats
    std::vector<draft::FrameRange> held;  ///< in order, apart from each other: slots that are there already

    /// Whoever asks for a number of beats gets them.
    [[nodiscard]] std::int64_t least_last() const {
        return pace == Pace::beats ? min_frames : std::max(min_frames, last_frames);
    }
};

/// What is known of the music, one entry a beat.
struct BeatFacts {
    std::span<const music::Beat> beats;
    std::span<const BarPlace> places;
    std::span<const float> drive;
};

/// What a cut on a beat at this place is.
[[nodiscard]] CutKind kind_at(const BarPlace& place);

/// Which beats become cuts. The slots tile [0, end_frame); those held are among them. Every other one is
/// min_frames to max_frames long, save where forced cuts or held slots are closer together, or where
/// max_frames < 2 · min_frames leaves no choice.
[[nodiscard]] std::vector<Slot> make_slots(const BeatFacts& facts, const Clock& clock,
                                           const CadenceRules& rules);

}  // namespace beatsync::plan
