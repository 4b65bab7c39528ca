#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "footage/thumbnail.h"

namespace beatsync::footage {

/// What was made of the last `capacity` frames, found by the index of the frame: all that is kept of past
/// pictures.
template <class Picture>
class FrameWindow {
public:
    explicit FrameWindow(std::size_t capacity) : ring_(capacity) {}

    /// The oldest one gives way; the caller fills it in.
    Picture& push() { return slot(count_++); }

    /// Frames seen in all; the newest has index count() - 1.
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::int64_t oldest() const {
        const auto capacity = static_cast<std::int64_t>(ring_.size());
        return count_ > capacity ? count_ - capacity : 0;
    }
    [[nodiscard]] const Picture& operator[](std::int64_t frame) const {
        assert(oldest() <= frame && frame < count_);
        return ring_[static_cast<std::size_t>(frame) % ring_.size()];
    }

private:
    Picture& slot(std::int64_t frame) { return ring_[static_cast<std::size_t>(frame) % ring_.size()]; }

    std::vector<Picture> ring_;
    std::int64_t count_ = 0;
};

using ThumbnailWindow = FrameWindow<Thumbnail>;

}  // namespace beatsync::footage
