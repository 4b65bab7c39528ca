#pragma once

#include <vector>

#include "footage/clip_map.h"

namespace beatsync::plan {

/// Something seen that music can coincide with.
struct VideoEvent {
    double at = 0;      ///< seconds
    double weight = 1;  ///< 0 to 1
};

struct VideoEvents {
    double seconds = 0;     ///< length of the video
    double half_frame = 0;  ///< seconds: a cut is no nearer to its beat than the frames allow
    std::vector<VideoEvent> cuts;
    std::vector<VideoEvent> peaks;  ///< of motion, those apart from cuts
};

/// A cut weighs by how sure it is, a peak of motion by its strength; times in order.
[[nodiscard]] VideoEvents events_of(const footage::ClipMap& video);

/// When the last picture ends.
[[nodiscard]] Time end_of_video(const footage::ClipMap& video);

}  // namespace beatsync::plan
