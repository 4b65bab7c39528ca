#pragma once

#include <cstdint>
#include <vector>

#include "core/time.h"
#include "draft/draft.h"

namespace beatsync::render {

/// What an output frame shows.
struct Shot {
    const draft::Segment* segment = nullptr;  ///< null: a gap, black
    Time elapsed;                             ///< from the segment's first frame to this one
    double progress = 0;                      ///< 0 at the segment's first frame, 1 at its last
};

/// The draft's pictures by output frame. Where video tracks overlap the later track is in front. Pure; the
/// draft must be valid and outlive it.
class Timeline {
public:
    explicit Timeline(const draft::Draft& draft);

    [[nodiscard]] std::int64_t length() const { return length_; }
    [[nodiscard]] Shot at(std::int64_t frame) const;

private:
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

    /// The instant whose frame a segment begins with: a hair after `in`, since an in-point that was rounded
    /// down to a millisecond means the frame that begins there, not the last one of the shot before.
    [[nodiscard]] static Time first_instant(Time in, Time period);

private:
    Time first_;
};

}  // namespace beatsync::render
