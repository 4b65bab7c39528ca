#include <algorithm>
#include <cstddef>
#include <tuple>

#include "footage/clip_summary.h"

namespace beatsync::footage {
namespace {

/// A flash or one lost focus hunt is no reason to give up a piece.
constexpr Time kShortestDark = Time::from_ms(80);
constexpr Time kShortestBlurred = Time::from_ms(250);
constexpr Time kShortestFrozen = Time::from_ms(500);

struct Rule {
    Defect defect;
    bool FrameMeasures::*flag;
    Time shortest;
    bool with_frame_before;  ///< the flag says something about two frames
};

constexpr Rule kRules[] = {
    {Defect::black, &FrameMeasures::black, kShortestDark, false},
    {Defect::blank, &FrameMeasures::blank, kShortestDark, false},
    {Defect::blurred, &FrameMeasures::blurred, kShortestBlurred, false},
    {Defect::damaged, &FrameMeasures::damaged, Time{}, false},
    {Defect::frozen, &FrameMeasures::same, kShortestFrozen, true},
};

void find_runs(std::span<const FrameMeasures> frames, Time end, const Rule& rule, std::vector<Flaw>& flaws) {
    for (std::size_t i = 0; i < frames.size();) {
        if (!(frames[i].*rule.flag)) {
            ++i;
            continue;
        }
        const std::size_t first = rule.with_frame_before && i > 0 ? i - 1 : i;
        while (i < frames.size() && frames[i].*rule.flag)
            ++i;
        const TimeRange range{frames[first].at, i < frames.size() ? frames[i].at : end};
        if (range.length() >= rule.shortest) flaws.push_back({range, rule.defect});
    }
}

}  // namespace

std::vector<Flaw> find_flaws(std::span<const FrameMeasures> frames, Time end) {
    std::vector<Flaw> flaws;
    for (const Rule& rule : kRules)
        find_runs(frames, end, rule, flaws);
    std::sort(flaws.begin(), flaws.end(), [](const Flaw& a, const Flaw& b) {
        return std::tie(a.range.begin, a.range.end, a.defect) <
               std::tie(b.range.begin, b.range.end, b.defect);
    });
    return flaws;
}

}  // namespace beatsync::footage
