#pragma once

#include "footage/tiles.h"

namespace beatsync::footage {

/// What frames between two others are made of. In a dissolve or a fade, each tile of the picture is a blend
/// of the same tile before and after; in a wipe it is the one or the other, some tiles earlier and some
/// later. One share a tile explains them all, and explains nothing that moves through the picture.
class Mixture {
public:
    /// Both must outlive it.
    Mixture(const Tiles& before, const Tiles& after);

    struct Measure {
        float share = 0;  ///< of `after` in the picture, 0 to 1
        float blend =
            0;  ///< mean of s (1 - s) over the tiles' shares s: 0 where each is the one or the other
        float unexplained = 0;  ///< square of what no share explains
        float unlike = 0;       ///< square of the difference from `before` or from `after`, whichever is less
    };
    [[nodiscard]] Measure measure(const Tiles& between) const;

    /// Mean square of the difference of the two, a pixel, in levels.
    [[nodiscard]] float distance() const;
    /// The same as a sum over the picture, as Measure's squares are.
    [[nodiscard]] float square() const { return square_; }

private:
    const Tiles& before_;
    Tiles step_;            // from before to after
    Tiles::Plane squares_;  // of the step, by tile
    Tiles::Plane weights_;  // of the tiles' shares; they sum up to one
    float square_ = 0;
};

}  // namespace beatsync::footage
