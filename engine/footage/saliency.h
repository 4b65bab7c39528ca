#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/picture.h"
#include "footage/clip_map.h"

namespace beatsync::footage {

/// How much each part of an upright picture draws the eye, 0 to 255: a grid laid over it, row by row.
struct SaliencyMap {
    static constexpr int kSide = 16;
    std::array<std::uint8_t, std::size_t{kSide} * kSide> cells{};
};

/// Looks at pictures one after the other, some eighth of a second apart. What stands out is
/// - what can't be reached from the picture's left, right and upper edge without crossing a contrast: the
///   minimum barrier distance (Zhang et al., "Minimum barrier salient object detection at 80 FPS", 2015). The
///   lower edge is left out: people stand on it;
/// - what moves otherwise than the whole picture;
/// weighed by where film-makers put things, which is the middle.
class SaliencyMeter {
public:
    [[nodiscard]] SaliencyMap look_at(const PictureView& picture);

private:
    /// A plane of the small picture that all is reckoned on, row by row.
    using Plane = std::vector<float>;

    void shrink(const PictureView& picture);
    void add_contrast(const Plane& plane, float weight);
    void add_motion();
    void barrier_distance(const Plane& plane);
    [[nodiscard]] std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
    }

    int width_ = 0;
    int height_ = 0;
    std::array<Plane, 3> now_;  // luma, cb, cr
    Plane before_;              // luma of the picture before
    Plane saliency_;
    Plane distance_;
    Plane highest_;  // on the path by which distance_ was found
    Plane lowest_;
};

/// The point that most of the maps' weight lies around. Certain where a window of a third of the width and
/// height holds much of it; the middle where nothing stands out.
[[nodiscard]] Focus focus_of(std::span<const SaliencyMap> maps);

}  // namespace beatsync::footage
