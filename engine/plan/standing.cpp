#include "plan/standing.h"

#include <algorithm>
#include <cmath>

namespace beatsync::plan {
namespace {

using footage::ClipMap;
using footage::Moment;

/// Three times is what 720p becomes when it is cropped to an upright 1080p: soft, but usual. From six on
/// faces are blocks (measured by eye: 176×144 and 320×240 beside phone clips).
constexpr double kSoft = 4.5;
constexpr double kBlocks = 6;
/// A clip that hardly moves, beside clips that do.
constexpr double kHardlyMoves = 0.02;
constexpr double kMoves = 0.05;

double enlargement_of(const ClipMap& clip, const PlanOptions& options) {
    if (!clip.media.video || clip.media.video->width <= 0 || clip.media.video->height <= 0) return 1;
    const double across = static_cast<double>(options.canvas.width) / clip.media.video->width;
    const double down = static_cast<double>(options.canvas.height) / clip.media.video->height;
    return options.fit == draft::Fit::crop ? std::max(across, down) : std::min(across, down);
}

/// A screen full of white, a night without lights.
constexpr double kBadlyExposed = 0.3;

/// The mean of a measure over the clip.
double mean_of(const ClipMap& clip, float Moment::*measure) {
    double sum = 0;
    for (const Moment& m : clip.moments)
        sum += static_cast<double>(m.*measure);
    return clip.moments.empty() ? 0 : sum / static_cast<double>(clip.moments.size());
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Tells copies of a clip: the same file, or the same pictures in another container or cut off. They are the
/// same to the bit then, so the measures of every quarter second are too, but for a frame that falls on the
/// other side of its border where a container rounds times.
class CopyFinder {
public:
    explicit CopyFinder(std::span<const ClipMap> clips) : clips_(clips) {
        for (const ClipMap& clip : clips) {
            telling_.push_back(is_telling(clip));
            flawless_.push_back(clip.media.duration);
            for (const footage::Flaw& flaw : clip.flaws)
                flawless_.back() -= flaw.range.length();
        }
    }

    /// The best of those that show the same, if that is not the clip itself.
    [[nodiscard]] std::vector<std::optional<std::size_t>> find() const {
        std::vector<std::size_t> leaders;
        std::vector<std::size_t> leader_of(clips_.size());
        for (std::size_t i = 0; i < clips_.size(); ++i) {
            const auto same = std::find_if(leaders.begin(), leaders.end(),
                                           [&](std::size_t leader) { return same_footage(leader, i); });
            leader_of[i] = same == leaders.end() ? i : *same;
            if (same == leaders.end()) {
                leaders.push_back(i);
            } else if (flawless_[i] > flawless_[*same]) {
                std::replace(leader_of.begin(), leader_of.begin() + static_cast<std::ptrdiff_t>(i) + 1, *same,
                             i);
                *same = i;
            }
        }
        std::vector<std::optional<std::size_t>> result(clips_.size());
        for (std::size_t i = 0; i < clips_.size(); ++i)
            if (leader_of[i] != i) result[i] = leader_of[i];
        return result;
    }

private:
    static constexpr std::size_t kFirst = 8;  // two seconds

    /// A picture that never changes says nothing.
    static bool is_telling(const ClipMap& clip) {
        constexpr float kVaries = 0.01F;
        if (clip.media.kind != MediaKind::video || clip.moments.size() < kFirst / 2) return false;
        const auto end =
            clip.moments.begin() + static_cast<std::ptrdiff_t>(std::min(kFirst, clip.moments.size()));
        const auto range_of = [&](float Moment::*measure) {
            const auto [least, most] = std::minmax_element(
                clip.moments.begin(), end,
                [measure](const Moment& a, const Moment& b) { return a.*measure < b.*measure; });
            return (*most).*measure - (*least).*measure;
        };
        return range_of(&Moment::motion) > kVaries &&
               (range_of(&Moment::sharpness) > kVaries || range_of(&Moment::exposure) > kVaries);
    }

    static bool agree(const Moment& a, const Moment& b) {
        return std::abs(a.sharpness - b.sharpness) < 0.003F && std::abs(a.exposure - b.exposure) < 0.003F &&
               std::abs(a.motion - b.motion) < 0.01F;
    }

    /// Of the first `count` moments.
    [[nodiscard]] bool mostly_agree(const ClipMap& a, const ClipMap& b, std::size_t count) const {
        std::size_t compared = 0;
        std::size_t same = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (flawed(a, a.moments[i].at) || flawed(b, b.moments[i].at)) continue;
            ++compared;
            if (agree(a.moments[i], b.moments[i])) ++same;
        }
        return compared >= kFirst / 2 && same * 4 >= compared * 3;
    }

    static bool flawed(const ClipMap& clip, Time at) {
        return std::any_of(clip.flaws.begin(), clip.flaws.end(),
                           [&](const footage::Flaw& flaw) { return flaw.range.contains(at); });
    }

    [[nodiscard]] bool same_footage(std::size_t a, std::size_t b) const {
        const ClipMap& first = clips_[a];
        const ClipMap& second = clips_[b];
        if (!first.content.empty() && first.content == second.content) return true;
        if (!telling_[a] || !telling_[b]) return false;
        const std::size_t count = std::min(first.moments.size(), second.moments.size());
        // A quick look first: there may be hundreds of clips, and hours of each.
        if (!mostly_agree(first, second, std::min(kFirst, count))) return false;
        return mostly_agree(first, second, count);
    }

    std::span<const ClipMap> clips_;
    std::vector<bool> telling_;
    std::vector<Time> flawless_;
};

}  // namespace

std::vector<Standing> standings_of(std::span<const ClipMap> clips, const PlanOptions& options) {
    std::vector<Standing> standings(clips.size());
    const auto copies = CopyFinder(clips).find();
    std::vector<double> enlargements;
    std::vector<double> motions;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        standings[i].enlargement = enlargement_of(clips[i], options);
        standings[i].same_as = copies[i];
        if (!options.weights.empty()) standings[i].weight = options.weights[i];
        if (copies[i]) continue;
        enlargements.push_back(standings[i].enlargement);
        if (clips[i].media.kind == MediaKind::video) motions.push_back(mean_of(clips[i], &Moment::motion));
    }
    if (options.order == Order::given) return standings;
    const double usual = median(std::move(enlargements));
    const bool others_move = median(std::move(motions)) > kMoves;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        Standing& standing = standings[i];
        standing.last_resort = standing.enlargement > std::max(kBlocks, 2 * usual);
        const bool soft = standing.enlargement > std::max(kSoft, 1.5 * usual);
        standing.rounds_a_turn += soft ? 1 : 0;
        if (clips[i].media.kind == MediaKind::still || clips[i].moments.empty()) continue;
        if (others_move && mean_of(clips[i], &Moment::motion) < kHardlyMoves) ++standing.rounds_a_turn;
        if (mean_of(clips[i], &Moment::exposure) < kBadlyExposed) ++standing.rounds_a_turn;
    }
    return standings;
}

}  // namespace beatsync::plan
