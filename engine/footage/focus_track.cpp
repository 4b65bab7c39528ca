#include "footage/focus_track.h"

#include <algorithm>
#include <limits>

namespace beatsync::footage {
namespace {

constexpr Time kBetweenLooks = Time::from_ms(125);
constexpr Time kAround = Time::from_ms(500);

/// The shot that shows `at`; all of time where there are no shots, as in a still.
TimeRange shot_around(std::span<const Shot> shots, Time at) {
    for (const Shot& shot : shots)
        if (at < shot.range.end) return shot.range;
    constexpr Time kEver{std::numeric_limits<std::int64_t>::max() / 2};
    return shots.empty() ? TimeRange{Time{}, kEver} : shots.back().range;
}

}  // namespace

void FocusTrack::push(const PictureView& picture) {
    if (!looks_.empty() && picture.at < next_) return;
    looks_.push_back({picture.at, meter_.look_at(picture)});
    next_ = picture.at + kBetweenLooks;
}

void FocusTrack::mark(std::span<const Shot> shots, std::span<Moment> moments) const {
    std::vector<SaliencyMap> maps;
    for (Moment& moment : moments) {
        const TimeRange shot = shot_around(shots, moment.at);
        const Time from = std::max(shot.begin, moment.at - kAround);
        const Time until = std::min(shot.end, moment.at + kAround);
        const auto begin = std::lower_bound(looks_.begin(), looks_.end(), from,
                                            [](const Look& look, Time t) { return look.at < t; });
        maps.clear();
        for (auto look = begin; look != looks_.end() && look->at < until; ++look)
            maps.push_back(look->map);
        moment.focus = focus_of(maps);
    }
}

}  // namespace beatsync::footage
