#pragma once

#include <span>
#include <vector>

#include "core/time.h"
#include "footage/clip_map.h"

namespace beatsync::plan {

/// Where in a clip decoding can begin, and what it costs to begin a piece elsewhere: pictures are stored as
/// changes to earlier ones, so all from the last keyframe on are decoded to show one.
class Entries {
public:
    explicit Entries(const footage::ClipMap& clip) : keyframes_(clip.keyframes) {}

    /// How much footage is decoded and not shown when a piece begins at `in`: from the last keyframe, or from
    /// `playing` where that is nearer, the end of what was shown of the clip before. 0 where keyframes are
    /// not known or are everywhere.
    [[nodiscard]] Time lead_in(Time in, Time playing) const;

    /// The keyframes in [ins.begin, ins.end], the first of each `step`.
    [[nodiscard]] std::vector<Time> within(TimeRange ins, Time step) const;

private:
    std::span<const Time> keyframes_;
};

}  // namespace beatsync::plan
