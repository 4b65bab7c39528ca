#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/time.h"
#include "draft/draft.h"

namespace beatsync::render {

/// A segment's picture at an output frame. In a cross-fade that may be a frame before its first or after its
/// last.
struct Shot {
    const draft::Segment* segment = nullptr;  ///< null: a gap, black
    Time elapsed;                             ///< from the segment's first frame to this one
    double progress = 0;                      ///< 0 at the segment's first frame, 1 at its last
    Time offset;                              ///< where in the source, since Segment::in: elapsed, retimed
    double punch = 1;                         ///< this much closer than its framing says
};

/// What an output frame shows: `shot`, over it so much of `incoming`, over both white or black.
struct Scene {
    Shot shot;
    Shot incoming;  ///< in a cross-fade
    double mix = 0;
    double flash = 0;  ///< white over the pictures, before any dip
    double black = 0;  ///< of a dip
    double white = 0;
};

/// The draft's pictures by output frame. Where video tracks overlap the later track is in front. Pure; the
/// draft must be valid and outlive it.
///
/// A fade of n frames grows by 1/(n + 1) a frame, so that its steps are even, the first and the last too; a
/// dip is full on the cut's frame. Where the windows of two transitions overlap, the earlier one is seen. A
/// fade from or into a gap is one over what the tracks behind show, or over black.
class Timeline {
public:
    explicit Timeline(const draft::Draft& draft);

    [[nodiscard]] std::int64_t length() const { return length_; }
    [[nodiscard]] Scene scene(std::int64_t frame) const;
    /// The segment that the frame belongs to, without transitions.
    [[nodiscard]] Shot at(std::int64_t frame) const { return behind(0, frame); }

private:
    /// What the tracks from the n-th on show, the first being in front.
    [[nodiscard]] Shot behind(std::size_t n, std::int64_t frame) const;
    [[nodiscard]] Shot shot_of(const draft::Segment& segment, std::int64_t frame) const;

    Rate fps_;
    std::int64_t length_ = 0;
    std::vector<const draft::Track*> front_to_back_;
};

/// Which instant of a source an output frame shows. `frame_at` is when the source frame on screen at
/// first_instant(in) begins, `period` the length of one source frame, or 0 when it varies.
///
/// Output frames and source frames of the same rate begin at the same instants but for the rounding of their
/// time stamps (a microsecond here, a millisecond in Matroska), so that sampling at those instants doubles
/// and drops frames at random. The clock therefore shifts a segment by less than a source frame, so that its
/// first instant lies a quarter into its first source frame. A quarter also keeps away from all boundaries
/// when one rate is a simple multiple of the other, which a half does not (25 → 30, 60 → 30).
class SourceClock {
public:
    SourceClock() = default;
    SourceClock(Time in, Time frame_at, Time period);

    [[nodiscard]] Time at(Time elapsed) const { return first_ + elapsed; }

    /// Between which two frames of a source of constant rate an instant lies: instants at which they are on
    /// screen, and the share of the second, 0 to below 1, in steps of 1/256: time stamps are rounded, and
    /// a frame that is met but for a microsecond is that frame alone.
    struct Between {
        Time first;
        Time second;
        int weight = 0;  ///< 256ths
    };
    [[nodiscard]] Between between(Time elapsed, Rate rate) const;

    /// The instant whose frame a segment begins with: a hair after `in`, since an in-point that was rounded
    /// down to a millisecond means the frame that begins there, not the last one of the shot before.
    [[nodiscard]] static Time first_instant(Time in, Time period);

private:
    Time first_;
};

}  // namespace beatsync::render
