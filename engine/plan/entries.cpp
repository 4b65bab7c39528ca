#include "plan/entries.h"

#include <algorithm>

namespace beatsync::plan {
namespace {

/// A renderer takes an in-point this much before a frame for that frame: times in files are rounded.
constexpr Time kRounding = Time::from_ms(1);

}  // namespace

Time Entries::lead_in(Time in, Time playing) const {
    if (keyframes_.empty()) return {};
    const auto after = std::upper_bound(keyframes_.begin(), keyframes_.end(), in + kRounding);
    // Before the first one the file is read from its beginning.
    const Time keyframe = after == keyframes_.begin() ? Time{} : *std::prev(after);
    const Time from = playing <= in ? std::max(keyframe, playing) : keyframe;
    return std::max(Time{}, in - from);
}

std::vector<Time> Entries::within(TimeRange ins, Time step) const {
    std::vector<Time> result;
    auto next = std::lower_bound(keyframes_.begin(), keyframes_.end(), ins.begin);
    for (; next != keyframes_.end() && *next <= ins.end; ++next) {
        const auto index = (*next - ins.begin).us / step.us;
        const bool first = result.empty() || (result.back() - ins.begin).us / step.us < index;
        if (first) result.push_back(*next);
    }
    return result;
}

}  // namespace beatsync::plan
