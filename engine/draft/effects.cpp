#include "draft/effects.h"

#include <algorithm>
#include <cassert>

namespace beatsync::draft {

Time retimed(const Segment& segment, Time elapsed) {
    const auto& points = segment.retime;
    if (points.empty()) return elapsed;
    // The stretch that ends first after `elapsed`; beyond all points the last one, before them the first.
    const auto ends_after = [](Time t, const RetimePoint& p) { return t < p.out; };
    const auto end = std::clamp(std::upper_bound(points.begin(), points.end(), elapsed, ends_after),
                                points.begin() + 1, points.end() - 1);
    const RetimePoint& a = *(end - 1);
    const RetimePoint& b = *end;
    return a.in + Time{mul_div((elapsed - a.out).us, (b.in - a.in).us, (b.out - a.out).us)};
}

double accent_level(const Segment& segment, AccentKind kind, std::int64_t index) {
    double level = 0;
    for (const Accent& accent : segment.accents) {
        const std::int64_t since = index - accent.frame;
        if (accent.kind != kind || since < 0 || since >= accent.frames) continue;
        const double left = 1 - static_cast<double>(since) / static_cast<double>(accent.frames);
        level = std::max(level, accent.amount * left * left);
    }
    return level;
}

double closest_punch(const Segment& segment) {
    double most = 0;
    for (const Accent& accent : segment.accents)
        if (accent.kind == AccentKind::punch) most = std::max(most, accent.amount);
    return 1 + most;
}

std::int64_t early_frames(const Transition& transition) {
    return transition.kind == TransitionKind::fade ? transition.frames / 2 : 0;
}

std::int64_t run_on_frames(const Transition& transition) {
    return transition.kind == TransitionKind::fade ? transition.frames - transition.frames / 2 : 0;
}

std::string_view name_of(TransitionKind kind) {
    switch (kind) {
        case TransitionKind::cut:
            return "cut";
        case TransitionKind::fade:
            return "cross-fade";
        case TransitionKind::dip_black:
            return "dip to black";
        case TransitionKind::dip_white:
            return "dip to white";
    }
    assert(false);
    return {};
}

}  // namespace beatsync::draft
