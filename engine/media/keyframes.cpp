#include "media/keyframes.h"

#include <algorithm>

namespace beatsync::media {
namespace {

/// The longest time from a keyframe to the next, or to the end.
Time longest_gap(const std::vector<Time>& keyframes, Time end) {
    Time longest;
    for (std::size_t i = 0; i < keyframes.size(); ++i) {
        const Time next = i + 1 < keyframes.size() ? keyframes[i + 1] : end;
        longest = std::max(longest, next - keyframes[i]);
    }
    return longest;
}

}  // namespace

std::vector<Time> sparse_keyframes(std::vector<Time> keyframes, Time end) {
    std::sort(keyframes.begin(), keyframes.end());
    std::vector<Time> kept;
    if (longest_gap(keyframes, end) <= kKeyframeSpacing) return kept;
    for (const Time at : keyframes)
        if (kept.empty() || at - kept.back() >= kKeyframeSpacing) kept.push_back(at);
    return kept;
}

}  // namespace beatsync::media
