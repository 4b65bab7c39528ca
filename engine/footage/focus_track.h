#pragma once

#include <span>
#include <vector>

#include "core/picture.h"
#include "footage/clip_map.h"
#include "footage/saliency.h"

namespace beatsync::footage {

/// Where one would look, all along a clip: looks at a picture every eighth of a second and remembers a small
/// map of it: 7 MB an hour.
class FocusTrack {
public:
    void push(const PictureView& picture);

    /// Fills in the moments' focus: each by what was seen within half a second of it in the same shot.
    void mark(std::span<const Shot> shots, std::span<Moment> moments) const;

private:
    struct Look {
        Time at;
        SaliencyMap map;
    };

    SaliencyMeter meter_;
    std::vector<Look> looks_;
    Time next_;
};

}  // namespace beatsync::footage
