#pragma once

#include <cstdint>
#include <vector>

#include "footage/frame_window.h"

namespace beatsync::footage {

/// A hard cut between frame - 1 and frame.
struct Cut {
    std::int64_t frame = 0;
    float score = 0;  ///< 0 (at the threshold) to 1
};

/// Finds hard cuts in a stream of thumbnails with six frames of delay. A cut is a step that stands out from
/// its neighbours (so that fast pans, shake and dissolves are none) and lasts: no frame shortly after it
/// resembles the one before it, and the reverse (so that flashes, strobes and passing objects are none).
/// Where the picture stood still before, it must be more than what the same time brings after it (so that a
/// frozen picture that moves on is none). One frame alone at an end of the clip is no shot.
class CutDetector {
public:
    static constexpr std::int64_t kLookBack = 4;
    static constexpr std::int64_t kLookAhead = 6;

    explicit CutDetector(double sensitivity);

    /// To be called after every frame put into the window.
    void advance(const ThumbnailWindow& window);
    /// To be called once after the last frame: judges the frames that still waited for a look ahead.
    void finish(const ThumbnailWindow& window);

    [[nodiscard]] const std::vector<Cut>& cuts() const { return cuts_; }
    /// Mean difference of frames [first, past) from the ones before them.
    [[nodiscard]] float mean_step(std::int64_t first, std::int64_t past) const;

private:
    void judge(const ThumbnailWindow& window, std::int64_t frame);
    [[nodiscard]] float isolation(std::int64_t frame) const;
    [[nodiscard]] float made_up_for(const ThumbnailWindow& window, std::int64_t frame) const;

    float threshold_;
    std::vector<float> steps_;  ///< by frame: difference from the frame before
    std::int64_t judged_ = 2;   ///< frames below this one are decided; the first shot has two frames at least
    std::vector<Cut> cuts_;
};

}  // namespace beatsync::footage
