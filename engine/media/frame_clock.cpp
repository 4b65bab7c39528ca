#include "media/frame_clock.h"

#include <algorithm>

namespace beatsync::media {

Time FrameClock::next(std::optional<Time> stamp) {
    Time at;
    if (!last_) {
        at = stamp.value_or(Time{});
        step_ = nominal_;
    } else if (!stamp) {
        at = *last_ + nominal_;
        step_ = nominal_;
    } else if (*stamp > *last_) {
        at = *stamp;
        step_ = nominal_;
    } else {
        // Doubled or going back. Halving keeps a run of such frames before the next sound one, so that one
        // bad time stamp never moves its neighbours.
        step_ = Time{std::max<std::int64_t>(step_.us / 2, 1)};
        at = *last_ + step_;
    }
    last_ = at;
    return at;
}

}  // namespace beatsync::media
