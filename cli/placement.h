#pragma once

#include <cstdint>
#include <string>

#include "core/error.h"
#include "core/time.h"

namespace beatsync::cli {

enum class Where : std::uint8_t { automatic, local, cloud };

/// What decides where a draft is rendered. Each obstacle is why that place can't do it; empty = it can.
struct PlacementFacts {
    Where asked = Where::automatic;
    bool offline = false;
    bool may_use_cloud = false;  ///< there is a token, or leave to get one
    Time length;                 ///< of the video
    Time local_limit;            ///< up to here this machine is preferred
    std::string local_obstacle;
    std::string local_remedy;  ///< what takes the local obstacle away, if one thing does
    std::string cloud_obstacle;
};

struct Placement {
    bool cloud = false;
    bool may_fall_back = false;  ///< when the cloud will not, this machine does it
    std::string why;             ///< one line for the user; empty when there was nothing to decide
};

/// Errc::usage when what was asked for is impossible; Errc::media when nothing can render it.
[[nodiscard]] Result<Placement> choose_place(const PlacementFacts& facts);

}  // namespace beatsync::cli
