#include "media/frame_clock.h"

#include <algorithm>

namespace beatsync::media {

Time FrameClock::next(std::optional<Time> stamp) {
    Time at;
    behind_ = Time{};
    if (!last_) {
        at = due_ = stamp.value_or(Time{});
        step_ = nominal_;
    } else if (!stamp) {
        at = due_ = *last_ + nominal_;
        step_ = nominal_;
    } else if (*stamp > *last_) {
        at = due_ = *stamp;
        step_ = nominal_;
    } else {
        // Doubled or going back. Halving keeps a run of such frames before the next sound one, so that one
        // bad time stamp never moves its neighbours.
        step_ = Time{std::max<std::int64_t>(step_.us / 2, 1)};
        at = *last_ + step_;
        due_ += nominal_;
        behind_ = due_ - *stamp;
    }
    last_ = at;
    return at;
}

}  // namespace beatsync::media
