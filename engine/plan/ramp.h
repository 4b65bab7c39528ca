#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/time.h"
#include "draft/draft.h"
#include "plan/clip_pool.h"

namespace beatsync::plan {

/// A beat inside a slot on which a motion peak might land.
struct RampBeat {
    Time at;            ///< since the slot begins, as its frame is shown
    double weight = 1;  ///< how good it is to land there
    std::int64_t beat = 0;
};

struct Ramp {
    Time in;    ///< where the picture begins now
    Time peak;  ///< in the clip
    std::int64_t beat = 0;
    std::vector<draft::RetimePoint> points;
};

struct RampRequest {
    const ClipPool& pool;
    Time in;
    Time length;           ///< of the slot
    bool may_move = true;  ///< the picture may begin elsewhere
    TimeRange room;        ///< footage that may be shown
    std::span<const RampBeat> beats;
    double slowest = 0.5;  ///< speed at the beginning, of the mean one up to the peak
};

/// Slow at first, faster and faster up to the beat, on which the peak is seen, then at its own speed. Of all
/// pairs of peak and beat that need a mean speed near the clip's own (or, where it may begin elsewhere, that
/// speed), and no more footage than there is, the one of the strongest peak. None where there is no such
/// pair.
[[nodiscard]] std::optional<Ramp> find_ramp(const RampRequest& request);

/// The points of such a ramp. The speed grows with the square of the time, from slowest · peak/beat to
/// (3 − 2·slowest) · peak/beat; eight straight stretches come within a hundredth of it.
[[nodiscard]] std::vector<draft::RetimePoint> ramp_points(Time beat, Time peak, double slowest);

}  // namespace beatsync::plan
