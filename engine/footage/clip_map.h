#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/media_info.h"
#include "core/time.h"

namespace beatsync::footage {

/// From one boundary to the next: a hard cut, or the middle of a gradual transition. Times count from the
/// clip's first frame.
struct Shot {
    TimeRange range;
    std::int64_t first_frame = 0;  ///< index of the frame at range.begin
    std::int64_t end_frame = 0;    ///< one past the last
    float cut_score = 0;           ///< how sure the boundary at range.begin is, 0 to 1; 1 for the first shot
    float motion = 0;              ///< mean of motion_between (frame_measures.h), 0 (still) to 1 (wild)
    float sharpness = 0;           ///< 0 (out of focus) to 1
    float exposure = 0;            ///< 1 = well exposed, towards 0 = crushed or blown out
};

/// How one shot turns into the next: the one shining through the other, tile by tile or moving over it, or by
/// way of one flat colour. A fade comes from such a colour or goes to it, and stays there.
enum class TransitionKind : std::uint8_t { dissolve, wipe, dip, fade };

[[nodiscard]] constexpr std::string_view transition_name(TransitionKind kind) {
    switch (kind) {
        case TransitionKind::dissolve:
            return "dissolve";
        case TransitionKind::wipe:
            return "wipe";
        case TransitionKind::dip:
            return "dip";
        case TransitionKind::fade:
            return "fade";
    }
    return "";
}

/// A gradual transition: its frames show two shots at once, or one that is not all there.
struct Transition {
    TimeRange range;
    std::int64_t first_frame = 0;  ///< index of the frame at range.begin
    std::int64_t end_frame = 0;    ///< one past the last
    TransitionKind kind = TransitionKind::dissolve;
    float score = 0;  ///< how sure it is, 0.5 to 1: a probability, where every second candidate is one
};

enum class Defect : std::uint8_t { black, frozen, blurred, blank, damaged };

[[nodiscard]] constexpr std::string_view defect_name(Defect defect) {
    constexpr std::array<std::string_view, 5> kNames = {"black", "frozen", "blurred", "blank", "damaged"};
    return kNames[static_cast<std::size_t>(defect)];
}

/// A stretch that a plan should not use: black, nothing moving at all (duplicated frames, or one that lasts),
/// out of focus, one flat colour, or smeared because the file is damaged.
struct Flaw {
    TimeRange range;
    Defect defect = Defect::black;
};

/// What one would look at: a point of the upright picture, from its left and upper edge, and how sure that
/// is.
struct Focus {
    float x = 0.5F;       ///< 0 to 1
    float y = 0.5F;       ///< 0 to 1
    float certainty = 0;  ///< 0 (nothing stands out) to 1
};

/// How good a short stretch is: one a quarter of a second, for choosing the best piece within a shot.
struct Moment {
    Time at;
    float motion = 0;
    float sharpness = 0;
    float exposure = 0;
    Focus focus{};  ///< of the second around it, within its shot
};

/// A peak of movement: a hit, a jump, a landing.
struct VisualBeat {
    Time at;
    float strength = 0;  ///< 0 to 1 within the clip
};

/// How the clip looks on the whole.
struct Look {
    float brightness = 0;     ///< mean luma, 0 (black) to 1 (white)
    float colourfulness = 0;  ///< mean distance from grey, 0 to 1; strong colours reach 0.4
    friend bool operator==(const Look&, const Look&) = default;
};

struct ClipMap {
    MediaInfo media;
    std::string content;                  ///< digest of the file: copies have the same; empty = not known
    std::vector<Shot> shots;              ///< tile [0, duration); empty for a still
    std::vector<Transition> transitions;  ///< in order of time; they don't overlap
    std::vector<Flaw> flaws;              ///< in order of time
    std::vector<Moment> moments;          ///< of a still: one
    std::vector<VisualBeat> visual_beats;
    Look look;
    /// When keyframes are shown, in order of time: decoding begins at one. Before 0 where an edit list hides
    /// it. At most four a second; empty where that is all the same (each picture is one, a still) or not
    /// known.
    std::vector<Time> keyframes;
};

/// The transition in whose middle the shot begins; null where it begins at a hard cut or with the clip.
[[nodiscard]] inline const Transition* transition_into(const ClipMap& clip, std::size_t shot) {
    const Time begin = clip.shots[shot].range.begin;
    const auto found =
        std::find_if(clip.transitions.begin(), clip.transitions.end(), [&](const Transition& transition) {
            return shot > 0 && transition.range.begin <= begin && begin <= transition.range.end;
        });
    return found == clip.transitions.end() ? nullptr : &*found;
}

/// How much of a stretch is neither black nor of another flat colour.
[[nodiscard]] inline Time pictures_in(const ClipMap& clip, const TimeRange& range) {
    Time shown;
    Time from = range.begin;
    for (const Flaw& flaw : clip.flaws) {
        if (flaw.defect != Defect::black && flaw.defect != Defect::blank) continue;
        if (flaw.range.end <= from || flaw.range.begin >= range.end) continue;
        shown += std::max(Time{}, flaw.range.begin - from);
        from = flaw.range.end;
    }
    return shown + std::max(Time{}, range.end - from);
}

/// The part of a shot that shows it alone: its range without the transitions at its ends, and without what
/// lies behind a fade, which is part of the shot: black, or another flat colour. May be empty.
[[nodiscard]] inline TimeRange alone_in(const ClipMap& clip, std::size_t shot) {
    const TimeRange whole = clip.shots[shot].range;
    TimeRange rest = whole;
    TimeRange alone{whole.begin, whole.begin};
    const auto consider = [&](const TimeRange& part) {
        const Time more = pictures_in(clip, part) - pictures_in(clip, alone);
        if (more > Time{} || (more == Time{} && part.length() > alone.length())) alone = part;
    };
    for (const Transition& transition : clip.transitions) {
        const TimeRange& range = transition.range;
        if (range.end <= whole.begin || range.begin >= whole.end) continue;
        consider({rest.begin, std::max(rest.begin, range.begin)});
        rest.begin = std::min(range.end, whole.end);
    }
    consider(rest);
    return alone;
}

}  // namespace beatsync::footage
