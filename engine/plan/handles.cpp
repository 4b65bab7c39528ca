#include "plan/handles.h"

#include <algorithm>

#include "draft/effects.h"

namespace beatsync::plan {

using draft::Segment;

TimeRange Handles::shown(const Segment& segment) const {
    const Time length = fps_.time_of(segment.frames.end) - fps_.time_of(segment.frames.begin);
    return {segment.in, segment.in + draft::retimed(segment, length)};
}

/// The clean stretch of a shot around what a segment shows.
TimeRange Handles::room(const Segment& segment, std::size_t i) const {
    if (segment.still) return {segment.in - draft::kMaxLength, segment.in + draft::kMaxLength};
    const ClipPool& pool = pools_[pieces_[i].clip];
    const footage::ClipMap& clip = pool.clip();
    const Time period = pool.frame_period();
    const TimeRange range = shown(segment);
    TimeRange room = range;
    if (pieces_[i].shot < clip.shots.size()) {
        room = alone_in(clip, pieces_[i].shot);
        if (pieces_[i].shot > 0) room.begin += period;
        room.end -= period;
    }
    for (const footage::Flaw& flaw : clip.flaws) {
        if (flaw.range.end <= range.begin) room.begin = std::max(room.begin, flaw.range.end + period);
        if (flaw.range.begin >= range.end) room.end = std::min(room.end, flaw.range.begin - period);
    }
    return room;
}

Time Handles::before(const Segment& segment, std::size_t i) const {
    return std::max(Time{}, segment.in - room(segment, i).begin);
}

Time Handles::after(const Segment& segment, std::size_t i) const {
    return std::max(Time{}, room(segment, i).end - shown(segment).end);
}

TimeRange Handles::unseen(std::span<const Segment> segments, std::size_t i) const {
    const TimeRange own = shown(segments[i]);
    const Time period = pools_[pieces_[i].clip].frame_period();
    TimeRange free = room(segments[i], i);
    for (std::size_t other = 0; other < segments.size(); ++other) {
        if (other == i || segments[other].source != segments[i].source) continue;
        const TimeRange range = shown(segments[other]);
        if (range.overlaps(own)) return own;
        if (range.end <= own.begin) free.begin = std::max(free.begin, range.end + period);
        if (range.begin >= own.end) free.end = std::min(free.end, range.begin - period);
    }
    return {std::min(free.begin, own.begin), std::max(free.end, own.end)};
}

}  // namespace beatsync::plan
