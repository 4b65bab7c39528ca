#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "footage/clip_map.h"
#include "footage/cut_detector.h"
#include "footage/frame_window.h"
#include "footage/tiles.h"

namespace beatsync::footage {

/// A gradual transition: frames (before, after) show both shots.
struct GradualTransition {
    std::int64_t before = 0;  ///< last frame of the old shot alone
    std::int64_t middle = 0;  ///< first frame that has more of the new one; of a dip, the flattest
    std::int64_t after = 0;   ///< first frame of the new shot alone
    TransitionKind kind = TransitionKind::dissolve;
    float score = 0;  ///< 0.5 (at the threshold) to 1
};

/// Finds gradual transitions in a stream of thumbnails, behind a CutDetector. Frames some way apart that have
/// nothing in common, while those between are mixtures of the two (mixture.h) that turn evenly from the one
/// into the other: that is a dissolve, a fade or a wipe. In a pan the frames between are no mixture, what
/// passes before the lens leaves the picture as it was before, and a hard cut turns at once. How much each of
/// these counts was learned by logistic regression.
class TransitionDetector {
public:
    static constexpr std::int64_t kLongest = 48;  ///< frames
    static constexpr std::int64_t kReach = 24;    ///< how far it looks back and ahead from the ends
    /// How many thumbnails it needs to see.
    static constexpr std::int64_t kWindow = kReach + kLongest + kReach + 1;

    explicit TransitionDetector(double sensitivity);

    /// To be called after every frame put into the window, when `cuts` has seen it.
    void advance(const ThumbnailWindow& window, const CutDetector& cuts);
    /// To be called once after the last frame, when `cuts` has finished. In order of time; they don't
    /// overlap.
    [[nodiscard]] std::vector<GradualTransition> finish(const ThumbnailWindow& window,
                                                        const CutDetector& cuts);

private:
    /// Frames that were looked at as the ends of a transition.
    struct Span {
        std::int64_t begin = 0;
        std::int64_t end = 0;
        [[nodiscard]] std::int64_t length() const { return end - begin; }
    };
    struct Candidate {
        Span span;
        float score = 0;
        GradualTransition transition;
    };
    struct Verdict {
        Span span;
        bool moves = false;
    };
    struct Course;

    void judge(const ThumbnailWindow& window, const CutDetector& cuts, std::int64_t end);
    [[nodiscard]] bool moves(const ThumbnailWindow& window, Span span);
    [[nodiscard]] std::optional<Course> follow(Span span) const;
    [[nodiscard]] bool turns_at_a_cut(Span span, float distance, const CutDetector& cuts) const;
    [[nodiscard]] float unrest(Span span) const;
    [[nodiscard]] float log_odds(const ThumbnailWindow& window, const CutDetector& cuts, Span span,
                                 const Course& course) const;
    [[nodiscard]] GradualTransition trace(Span span, const Course& course) const;
    [[nodiscard]] bool flat_beside(std::int64_t frame, std::int64_t other) const;
    [[nodiscard]] std::vector<Candidate> best_of_each_place() const;
    [[nodiscard]] std::optional<GradualTransition> joined(const GradualTransition& a,
                                                          const GradualTransition& b) const;

    float prior_;  ///< added to the log odds
    FrameWindow<Tiles> tiles_;
    std::vector<float> changes_;    ///< by frame: change_between it and the one before
    std::vector<float> contrasts_;  ///< by frame
    std::int64_t judged_ = 0;       ///< frames below this one were looked at as ends
    std::vector<Candidate> candidates_;
    std::vector<Verdict> looked_at_;  ///< of late
};

}  // namespace beatsync::footage
