#include <algorithm>
#include <cstddef>

#include "footage/clip_summary.h"

namespace beatsync::footage {
namespace {

constexpr Time kSmoothing = Time::from_ms(60);       ///< each way: evens out duplicated frames
constexpr Time kNeighbourhood = Time::from_ms(250);  ///< each way: no two beats closer than this
/// How far a peak stands above the mean around it, at least: absolute, and as a share of that mean.
constexpr float kProminence = 0.03F;
constexpr float kRelativeProminence = 0.4F;

/// Calls `use(i, first, last)` for every frame with those at most `reach` away, [first, last).
template <class Use>
void for_each_window(std::span<const FrameMeasures> frames, Time reach, Use use) {
    std::size_t first = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        while (frames[first].at + reach < frames[i].at)
            ++first;
        while (last < frames.size() && frames[last].at <= frames[i].at + reach)
            ++last;
        use(i, first, last);
    }
}

std::vector<float> smooth_motion(std::span<const FrameMeasures> frames) {
    std::vector<float> smooth(frames.size());
    for_each_window(frames, kSmoothing, [&](std::size_t i, std::size_t first, std::size_t last) {
        float sum = 0;
        for (std::size_t k = first; k < last; ++k)
            sum += frames[k].motion;
        smooth[i] = sum / static_cast<float>(last - first);
    });
    return smooth;
}

}  // namespace

std::vector<VisualBeat> find_visual_beats(std::span<const FrameMeasures> frames) {
    const std::vector<float> motion = smooth_motion(frames);
    std::vector<VisualBeat> beats;
    float strongest = 0;
    for_each_window(frames, kNeighbourhood, [&](std::size_t i, std::size_t first, std::size_t last) {
        const auto around = std::span(motion).subspan(first, last - first);
        const auto highest =
            static_cast<std::size_t>(std::max_element(around.begin(), around.end()) - around.begin());
        if (first + highest != i) return;
        float sum = 0;
        for (const float m : around)
            sum += m;
        const float mean = sum / static_cast<float>(around.size());
        const float prominence = motion[i] - mean;
        if (prominence < std::max(kProminence, kRelativeProminence * mean)) return;
        beats.push_back({frames[i].at, prominence});
        strongest = std::max(strongest, prominence);
    });
    for (VisualBeat& beat : beats)
        beat.strength /= strongest;
    return beats;
}

}  // namespace beatsync::footage
