#pragma once

#include <vector>

#include "draft/draft.h"

namespace beatsync::render {

/// Frames in a row that show one segment at its own speed with nothing over it.
struct PlainStretch {
    const draft::Segment* segment = nullptr;
    draft::FrameRange frames;  ///< of the output
};

/// Those of at least `shortest` frames, in order. Stills, retimed segments, transitions, accents, titles and
/// views that are not the whole picture are in none. `draft` must be valid. Pure.
[[nodiscard]] std::vector<PlainStretch> plain_stretches(const draft::Draft& draft, std::int64_t shortest);

}  // namespace beatsync::render
