#include "render/smart_runs.h"

#include <algorithm>
#include <numeric>

namespace beatsync::render {
namespace {

using media::StoredPicture;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::vector<std::size_t> order_of_showing(const std::vector<StoredPicture>& pictures) {
    std::vector<std::size_t> order(pictures.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return pictures[a].stamp < pictures[b].stamp; });
    return order;
}

/// The frame that shows each picture; kNone for those that none shows, or more than one.
std::vector<std::size_t> frames_of(const std::vector<std::optional<std::size_t>>& shown,
                                   std::size_t pictures) {
    std::vector<std::size_t> frames(pictures, kNone);
    std::vector<int> times(pictures, 0);
    for (std::size_t f = 0; f < shown.size(); ++f) {
        if (!shown[f]) continue;
        frames[*shown[f]] = f;
        ++times[*shown[f]];
    }
    for (std::size_t p = 0; p < pictures; ++p)
        if (times[p] != 1) frames[p] = kNone;
    return frames;
}

/// The longest from a picture on.
Run run_from(const std::vector<StoredPicture>& pictures, const std::vector<std::size_t>& frames,
             std::size_t first) {
    Run run{frames[first], first, {}};
    std::size_t last_shown = 0;  // of those looked at, since the first
    std::vector<std::int32_t> offsets;
    for (std::size_t p = first; p < pictures.size(); ++p) {
        const bool fits = pictures[p].usable && pictures[p].sets == pictures[first].sets &&
                          frames[p] != kNone && frames[p] >= run.first_frame;
        if (!fits) break;
        const std::size_t offset = frames[p] - run.first_frame;
        last_shown = std::max(last_shown, offset);
        offsets.push_back(static_cast<std::int32_t>(offset));
        // So many pictures of different frames, none beyond their number: all frames up to here.
        if (last_shown + 1 == offsets.size()) run.shown = offsets;
    }
    return run;
}

}  // namespace

std::vector<std::optional<std::size_t>> pictures_shown(const std::vector<StoredPicture>& pictures,
                                                       const std::vector<Time>& instants, Time margin) {
    const std::vector<std::size_t> order = order_of_showing(pictures);
    std::vector<std::optional<std::size_t>> shown(instants.size());
    const auto begins_after = [&](Time t, std::size_t p) { return t < pictures[p].at; };
    for (std::size_t f = 0; f < instants.size(); ++f) {
        const auto next = std::upper_bound(order.begin(), order.end(), instants[f], begins_after);
        if (next == order.begin()) continue;
        const StoredPicture& picture = pictures[*(next - 1)];
        const bool doubled = next - 1 != order.begin() && pictures[*(next - 2)].stamp == picture.stamp;
        const Time end = next != order.end() ? pictures[*next].at : picture.at + picture.duration;
        const bool clear = instants[f] - picture.at >= margin && end - instants[f] >= margin;
        if (!doubled && clear && instants[f] < end) shown[f] = *(next - 1);
    }
    return shown;
}

std::vector<Run> find_runs(const std::vector<StoredPicture>& pictures,
                           const std::vector<std::optional<std::size_t>>& shown, std::size_t shortest) {
    const std::vector<std::size_t> frames = frames_of(shown, pictures.size());
    std::vector<Run> runs;
    std::size_t next_frame = 0;
    for (std::size_t p = 0; p < pictures.size(); ++p) {
        if (!pictures[p].idr || frames[p] == kNone || frames[p] < next_frame) continue;
        Run run = run_from(pictures, frames, p);
        if (run.shown.size() < shortest) continue;
        next_frame = run.first_frame + run.shown.size();
        p += run.shown.size() - 1;
        runs.push_back(std::move(run));
    }
    return runs;
}

}  // namespace beatsync::render
