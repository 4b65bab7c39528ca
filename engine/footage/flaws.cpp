#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include "footage/clip_summary.h"

namespace beatsync::footage {
namespace {

/// A flash or one lost focus hunt is no reason to give up a piece.
constexpr Time kShortestDark = Time::from_ms(80);
constexpr Time kShortestBlurred = Time::from_ms(250);
constexpr Time kShortestFrozen = Time::from_ms(500);

/// A single frame that lasts counts too, if it does so beside the others: slow animations are not frozen.
constexpr std::int64_t kTimesUsual = 4;
/// But whatever is usual: that is as long as a piece of a video, and nothing moves in it.
constexpr Time kLongestMoving = Time::from_ms(2000);

struct Rule {
    Defect defect;
    bool FrameMeasures::*flag;
    Time shortest;
};

constexpr Rule kRules[] = {
    {Defect::black, &FrameMeasures::black, kShortestDark},
    {Defect::blank, &FrameMeasures::blank, kShortestDark},
    {Defect::blurred, &FrameMeasures::blurred, kShortestBlurred},
    {Defect::damaged, &FrameMeasures::damaged, Time{}},
};

void find_runs(std::span<const FrameMeasures> frames, Time end, const Rule& rule, std::vector<Flaw>& flaws) {
    for (std::size_t i = 0; i < frames.size();) {
        if (!(frames[i].*rule.flag)) {
            ++i;
            continue;
        }
        const std::size_t first = i;
        while (i < frames.size() && frames[i].*rule.flag)
            ++i;
        const TimeRange range{frames[first].at, i < frames.size() ? frames[i].at : end};
        if (range.length() >= rule.shortest) flaws.push_back({range, rule.defect});
    }
}

/// The median of how long frames are on screen, without the last one.
Time usual_length(std::span<const FrameMeasures> frames) {
    if (frames.size() < 2) return {};
    std::vector<Time> lengths;
    lengths.reserve(frames.size() - 1);
    for (std::size_t i = 1; i < frames.size(); ++i)
        lengths.push_back(frames[i].at - frames[i - 1].at);
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>((lengths.size() - 1) / 2);
    std::nth_element(lengths.begin(), middle, lengths.end());
    return *middle;
}

/// Pictures that stay on screen, be it as many frames that are the same or as one that lasts.
void find_frozen(std::span<const FrameMeasures> frames, Time end, std::vector<Flaw>& flaws) {
    const Time shortest_alone =
        std::clamp(Time{kTimesUsual * usual_length(frames).us}, kShortestFrozen, kLongestMoving);
    for (std::size_t i = 0; i < frames.size();) {
        const std::size_t first = i++;
        while (i < frames.size() && frames[i].same)
            ++i;
        const TimeRange range{frames[first].at, i < frames.size() ? frames[i].at : end};
        const bool alone = i - first == 1;
        if (range.length() >= (alone ? shortest_alone : kShortestFrozen))
            flaws.push_back({range, Defect::frozen});
    }
}

}  // namespace

std::vector<Flaw> find_flaws(std::span<const FrameMeasures> frames, Time end) {
    std::vector<Flaw> flaws;
    for (const Rule& rule : kRules)
        find_runs(frames, end, rule, flaws);
    find_frozen(frames, end, flaws);
    std::sort(flaws.begin(), flaws.end(), [](const Flaw& a, const Flaw& b) {
        return std::tie(a.range.begin, a.range.end, a.defect) <
               std::tie(b.range.begin, b.range.end, b.defect);
    });
    return flaws;
}

}  // namespace beatsync::footage
