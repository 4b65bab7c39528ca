#include "footage/transition_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "footage/difference.h"
#include "footage/mixture.h"

namespace beatsync::footage {
namespace {

constexpr std::array<std::int64_t, 9> kLengths = {4, 6, 8, 11, 15, 20, 27, 36, TransitionDetector::kLongest};
/// Long transitions are as well seen from a few frames away: every eighth, fourth, … of them will do.
constexpr std::int64_t kPlacesALength = 4;
/// Spans whose ends are no farther apart are looked at once for what costs much.
constexpr std::int64_t kAlike = 3;
constexpr std::int64_t kMostSamples = 7;  ///< frames looked at between the ends

// What can be no transition, whatever else it looks like.
constexpr float kLeastDistance = 8;        ///< mean square: the eye would not notice
constexpr float kLeastDifference = 0.25F;  ///< of the ends
constexpr float kMostUnexplained = 0.6F;   ///< as a share of what is unlike either end
constexpr float kLongestStep = 0.62F;      ///< in the share of the new shot, from sample to sample
constexpr float kFarthestBack = 0.06F;     ///< the same, backwards
constexpr float kMostOfACut = 0.35F;       ///< of the distance in one step that is taken for a hard cut
/// Frames from the ends at which it must last: past a flash here, and at kReach past what goes by.
constexpr std::int64_t kBackNear = 4;
constexpr std::int64_t kAheadNear = 6;
/// What grain and compression leave unexplained, a pixel: mean square.
constexpr float kNoise = 10.0F / Tiles::kPixels;

// Weights of a logistic regression on dissolves, fades and wipes made from real shots, and on pans, zooms,
// shakes, flashes, steps of light, passing objects and cuts among them. The last one puts the threshold where
// three in twenty of them would be none.
constexpr float kOfUnexplained = -1.38F;
constexpr float kOfDifference = 2.96F;
constexpr float kOfDifferenceAround = 6.05F;
constexpr float kOfLongestStep = -1.36F;
constexpr float kOfDistance = 0.54F;
constexpr float kOfMeanStep = -6.59F;
constexpr float kOfGain = -1.53F;
constexpr float kOfUnrest = -0.54F;
constexpr float kBias = -13.87F;
/// What unlike frames commonly differ by: with less even so, the two need not be compared.
constexpr float kMostDifference = 1.05F;

// Where the share of the new shot says that a transition begins, is half over and ends.
constexpr float kBegun = 0.05F;
constexpr float kHalf = 0.5F;
constexpr float kOver = 0.95F;
/// Share of tiles that are both shots at once, of what they would be if all were: above it they are blended.
constexpr float kBlended = 0.5F;
/// So close together two fades are a dip.
constexpr std::int64_t kGap = 4;
/// A frame is flat with so little of the contrast of another, and this much variance.
constexpr float kFlatShare = 0.1F;
constexpr float kFlatContrast = 4;

float logistic(float x) {
    return 1 / (1 + std::exp(-x));
}

float ratio(float a, float b) {
    return a / std::max(b, 1e-6F);
}

}  // namespace

/// How the frames between turn from the one end into the other.
struct TransitionDetector::Course {
    float distance = 0;      ///< Mixture::distance of the ends
    float unexplained = 0;   ///< as a share of what is unlike either end
    float gain = 0;          ///< what the mixture explains, as a share of the ends' distance
    float longest_step = 0;  ///< of the share of the new shot from sample to sample
    float blend = 0;         ///< 0 (tiles are the one or the other) to 1 (all are both at once)
};

TransitionDetector::TransitionDetector(double sensitivity)
    : prior_(static_cast<float>(std::log(std::clamp(sensitivity, 0.1, 10.0)))),
      tiles_(kLongest + kReach + 1) {}

void TransitionDetector::advance(const ThumbnailWindow& window, const CutDetector& cuts) {
    const std::int64_t newest = window.count() - 1;
    Tiles& now = tiles_.push();
    make_tiles(window[newest], now);
    contrasts_.push_back(contrast_of(now));
    changes_.push_back(newest > 0 ? change_between(tiles_[newest - 1], now) : 0.0F);
    for (; judged_ <= newest - kReach; ++judged_)
        judge(window, cuts, judged_);
}

std::vector<GradualTransition> TransitionDetector::finish(const ThumbnailWindow& window,
                                                          const CutDetector& cuts) {
    for (; judged_ < window.count(); ++judged_)
        judge(window, cuts, judged_);
    std::vector<GradualTransition> transitions;
    for (const Candidate& next : best_of_each_place()) {
        auto both = transitions.empty() ? std::nullopt : joined(transitions.back(), next.transition);
        if (both)
            transitions.back() = *both;
        else
            transitions.push_back(next.transition);
    }
    return transitions;
}

void TransitionDetector::judge(const ThumbnailWindow& window, const CutDetector& cuts, std::int64_t end) {
    for (const std::int64_t length : kLengths) {
        const Span span{end - length, end};
        if (span.begin < 0) break;
        if (end % std::max(std::int64_t{1}, length / kPlacesALength) != 0) continue;
        const auto course = follow(span);
        if (!course || turns_at_a_cut(span, course->distance, cuts)) continue;
        const float odds = log_odds(window, cuts, span, *course);
        if (odds >= 0 && !moves(window, span))
            candidates_.push_back({span, logistic(odds), trace(span, *course)});
    }
}

/// Whether the camera brings the one end into the other. Ends close to those that were looked at already are
/// taken for the same: it costs much to find out, and a transition is seen at many places.
bool TransitionDetector::moves(const ThumbnailWindow& window, Span span) {
    std::erase_if(looked_at_, [&](const Verdict& v) { return v.span.end < span.end - kAlike; });
    for (const Verdict& v : looked_at_)
        if (span.end - v.span.end <= kAlike && std::abs(span.begin - v.span.begin) <= kAlike) return v.moves;
    looked_at_.push_back({span, is_moved(window[span.begin], window[span.end])});
    return looked_at_.back().moves;
}

/// None where it is plain that there is no transition: nearly everywhere.
std::optional<TransitionDetector::Course> TransitionDetector::follow(Span span) const {
    const Mixture mixture(tiles_[span.begin], tiles_[span.end]);
    Course course;
    course.distance = mixture.distance();
    if (course.distance < kLeastDistance) return std::nullopt;

    const std::int64_t samples = std::min(kMostSamples, span.length() - 1);
    std::array<Mixture::Measure, kMostSamples> measures;
    const auto take = [&](std::int64_t i) -> const Mixture::Measure& {
        const std::int64_t offset = (2 * span.length() * (i + 1) + samples + 1) / (2 * (samples + 1));
        return measures[static_cast<std::size_t>(i)] = mixture.measure(tiles_[span.begin + offset]);
    };
    // Most pans and cuts are told by the frame half-way.
    const Mixture::Measure& half = take(samples / 2);
    if (half.share < kFarthestBack || half.share > 1 - kFarthestBack) return std::nullopt;

    float before = 0;
    float unexplained = 0;
    float unlike = 0;
    float blend = 0;
    float full_blend = 0;
    for (std::int64_t i = 0; i <= samples; ++i) {
        float share = 1;
        if (i < samples) {
            const Mixture::Measure& m = i == samples / 2 ? half : take(i);
            unexplained += m.unexplained;
            unlike += m.unlike;
            blend += m.blend;
            full_blend += m.share * (1 - m.share);
            share = m.share;
        }
        course.longest_step = std::max(course.longest_step, share - before);
        if (share - before < -kFarthestBack || share - before > kLongestStep) return std::nullopt;
        before = share;
    }
    const auto count = static_cast<float>(samples);
    const float noise = kNoise * Tiles::kCount * Tiles::kPixels * count;
    course.unexplained = unexplained / (unlike + noise);
    if (course.unexplained > kMostUnexplained) return std::nullopt;
    course.gain = ratio((unlike - unexplained) / count, mixture.square());
    course.blend = ratio(blend, full_blend);
    return course;
}

/// Whether most of what happens between the ends is one hard cut.
bool TransitionDetector::turns_at_a_cut(Span span, float distance, const CutDetector& cuts) const {
    const auto& found = cuts.cuts();
    for (auto cut = found.rbegin(); cut != found.rend() && cut->frame > span.begin; ++cut) {
        if (cut->frame > span.end) continue;
        if (changes_[static_cast<std::size_t>(cut->frame)] > kMostOfACut * distance) return true;
    }
    return false;
}

/// Mean change from frame to frame just before the span or just after it, whichever is less: shots that move
/// look like a transition all the time.
float TransitionDetector::unrest(Span span) const {
    const std::int64_t beside = std::clamp<std::int64_t>(span.length() / 2, 3, 8);
    const auto mean = [&](std::int64_t first, std::int64_t past) {
        float sum = 0;
        const auto count = static_cast<std::int64_t>(changes_.size());
        for (std::int64_t i = std::max(first, std::int64_t{0}); i < std::min(past, count); ++i)
            sum += changes_[static_cast<std::size_t>(i)];
        return sum / static_cast<float>(beside);
    };
    return std::min(mean(span.begin + 1 - beside, span.begin + 1), mean(span.end + 1, span.end + 1 + beside));
}

float TransitionDetector::log_odds(const ThumbnailWindow& window, const CutDetector& cuts, Span span,
                                   const Course& course) const {
    const auto length = static_cast<float>(span.length());
    const float mean_step = cuts.mean_step(span.begin + 1, span.end + 1);
    const float odds = prior_ + kBias + kOfUnexplained * std::log(course.unexplained + 0.03F) +
                       kOfLongestStep * course.longest_step * std::min(length, 8.0F) +
                       kOfDistance * std::log(course.distance) + kOfMeanStep * mean_step +
                       kOfGain * std::log(std::max(course.gain, 0.003F)) +
                       kOfUnrest * std::log(unrest(span) * length / course.distance + 0.1F);
    if (odds + (kOfDifference + kOfDifferenceAround) * kMostDifference < 0) return -1;

    const float ends = full_difference(window[span.begin], window[span.end]);
    if (ends < kLeastDifference || odds + (kOfDifference + kOfDifferenceAround) * ends < 0) return -1;
    const auto around = [&](std::int64_t back, std::int64_t ahead) {
        return full_difference(window[std::max(span.begin - back, std::int64_t{0})],
                               window[std::min(span.end + ahead, window.count() - 1)]);
    };
    const float base = odds + kOfDifference * ends;
    float least = std::min(ends, around(kBackNear, kAheadNear));
    if (base + kOfDifferenceAround * least < 0) return -1;
    least = std::min(least, around(kReach, kReach));
    return base + kOfDifferenceAround * least;
}

/// Where within the span it begins and ends: frame by frame.
GradualTransition TransitionDetector::trace(Span span, const Course& course) const {
    const Mixture mixture(tiles_[span.begin], tiles_[span.end]);
    GradualTransition found{span.begin, span.end, span.end, TransitionKind::wipe, 0};
    float most = 0;
    bool half_over = false;
    for (std::int64_t frame = span.begin; frame <= span.end; ++frame) {
        most = std::max(most, mixture.measure(tiles_[frame]).share);
        if (most < kBegun) found.before = frame;
        if (most >= kHalf && !std::exchange(half_over, true)) found.middle = frame;
        if (most < kOver) continue;
        found.after = frame;
        break;
    }
    if (course.blend > kBlended) found.kind = TransitionKind::dissolve;
    if (flat_beside(span.begin, span.end) || flat_beside(span.end, span.begin))
        found.kind = TransitionKind::fade;
    return found;
}

bool TransitionDetector::flat_beside(std::int64_t frame, std::int64_t other) const {
    return contrasts_[static_cast<std::size_t>(frame)] <
           kFlatShare * contrasts_[static_cast<std::size_t>(other)] + kFlatContrast;
}

/// A transition is seen at many places and lengths: the most likely ones that don't overlap, in order of
/// time.
std::vector<TransitionDetector::Candidate> TransitionDetector::best_of_each_place() const {
    std::vector<Candidate> sorted = candidates_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    std::vector<Candidate> kept;
    for (const Candidate& next : sorted) {
        const bool free = std::all_of(kept.begin(), kept.end(), [&](const Candidate& other) {
            return next.span.end <= other.span.begin + 1 || other.span.end <= next.span.begin + 1;
        });
        if (!free) continue;
        kept.push_back(next);
        kept.back().transition.score = next.score;
    }
    std::sort(kept.begin(), kept.end(),
              [](const Candidate& a, const Candidate& b) { return a.span.begin < b.span.begin; });
    return kept;
}

/// Out of one shot into a flat colour and out of it into another is a dip; where they overlap they are parts
/// of the same. None where they are two.
std::optional<GradualTransition> TransitionDetector::joined(const GradualTransition& a,
                                                            const GradualTransition& b) const {
    if (b.before - a.after > kGap) return std::nullopt;
    GradualTransition whole = a.score >= b.score ? a : b;
    whole.before = a.before;
    whole.after = b.after;
    const auto [first, last] = std::minmax(a.after, b.before);
    const auto at = [&](std::int64_t frame) { return contrasts_.begin() + frame; };
    const std::int64_t flattest = std::min_element(at(first), at(last + 1)) - contrasts_.begin();
    if (flat_beside(flattest, whole.before) && flat_beside(flattest, whole.after)) {
        whole.kind = TransitionKind::dip;
        whole.middle = flattest;
        return whole;
    }
    if (b.before < a.after) return whole;
    return std::nullopt;
}

}  // namespace beatsync::footage
