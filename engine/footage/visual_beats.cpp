#include <algorithm>
#include <cstddef>
#include <cstdlib>

#include "footage/clip_summary.h"

namespace beatsync::footage {
namespace {

/// Each way, falling off: evens out what pulldown and duplicated frames leave, and moves no peak.
constexpr Time kSmoothing = Time::from_ms(90);
constexpr Time kNeighbourhood = Time::from_ms(250);  ///< each way: no two beats closer than this
/// How far the movement falls off on both sides, at least: absolute, and as a share of the peak.
constexpr float kProminence = 0.02F;
constexpr float kRelativeProminence = 0.2F;
/// How far smoothing may have moved a peak that falls off at once, as where something hits the ground.
constexpr Time kMoved = Time::from_ms(45);
/// Frames closer together than this come from rates that others were converted to.
constexpr Time kCloseFrames = Time::from_ms(50);

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

/// Where a rate was lowered by leaving frames out, every few frames there is a step of twice the size, and
/// where it was raised, one of none: neither is a movement.
std::vector<float> without_single_steps(std::span<const FrameMeasures> frames) {
    std::vector<float> motion(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        motion[i] = frames[i].motion;
        if (i == 0 || i + 1 == frames.size()) continue;
        const FrameMeasures& before = frames[i - 1];
        const FrameMeasures& after = frames[i + 1];
        if (after.at - before.at > kCloseFrames + kCloseFrames) continue;
        const auto [low, high] = std::minmax(before.motion, after.motion);
        motion[i] = std::clamp(motion[i], low, high);
    }
    return motion;
}

std::vector<float> smooth(std::span<const FrameMeasures> frames, std::span<const float> motion) {
    std::vector<float> smooth(frames.size());
    for_each_window(frames, kSmoothing, [&](std::size_t i, std::size_t first, std::size_t last) {
        float sum = 0;
        float weights = 0;
        for (std::size_t k = first; k < last; ++k) {
            const Time away{std::abs((frames[k].at - frames[i].at).us)};
            const float weight = 1 - static_cast<float>(away.us) / static_cast<float>(kSmoothing.us + 1);
            sum += weight * motion[k];
            weights += weight;
        }
        smooth[i] = sum / weights;
    });
    return smooth;
}

/// The fastest frame right around where the smoothed movement peaks.
std::size_t fastest_near(std::span<const FrameMeasures> frames, std::size_t peak) {
    std::size_t fastest = peak;
    for (std::size_t i = peak; i-- > 0 && frames[peak].at - frames[i].at <= kMoved;)
        if (frames[i].motion > frames[fastest].motion) fastest = i;
    for (std::size_t i = peak + 1; i < frames.size() && frames[i].at - frames[peak].at <= kMoved; ++i)
        if (frames[i].motion > frames[fastest].motion) fastest = i;
    return fastest;
}

/// Within one shot: what moves before and after has nothing to do with it.
void find_in_shot(std::span<const FrameMeasures> frames, std::vector<VisualBeat>& beats) {
    const std::vector<float> motion = without_single_steps(frames);
    const std::vector<float> even = smooth(frames, motion);
    for_each_window(frames, kNeighbourhood, [&](std::size_t i, std::size_t first, std::size_t last) {
        const auto at = [&](std::size_t k) { return even.begin() + static_cast<std::ptrdiff_t>(k); };
        if (std::max_element(at(first), at(last)) != at(i) || i == first || i + 1 == last) return;
        const float foot =
            std::max(*std::min_element(at(first), at(i)), *std::min_element(at(i + 1), at(last)));
        const float prominence = even[i] - foot;
        if (prominence < std::max(kProminence, kRelativeProminence * even[i])) return;
        beats.push_back({frames[fastest_near(frames, i)].at, prominence});
    });
}

}  // namespace

std::vector<VisualBeat> find_visual_beats(std::span<const FrameMeasures> frames, std::span<const Cut> cuts) {
    std::vector<VisualBeat> beats;
    std::size_t begin = 0;
    for (const Cut& cut : cuts) {
        find_in_shot(frames.subspan(begin, static_cast<std::size_t>(cut.frame) - begin), beats);
        begin = static_cast<std::size_t>(cut.frame);
    }
    find_in_shot(frames.subspan(begin), beats);
    float strongest = 0;
    for (const VisualBeat& beat : beats)
        strongest = std::max(strongest, beat.strength);
    for (VisualBeat& beat : beats)
        beat.strength /= strongest;
    return beats;
}

}  // namespace beatsync::footage
