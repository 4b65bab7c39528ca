#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "footage/thumbnail.h"

namespace beatsync::footage {

/// The last `capacity` thumbnails, found by the index of their frame: all that is kept of past pictures.
class ThumbnailWindow {
public:
    explicit ThumbnailWindow(std::size_t capacity) : ring_(capacity) {}

    /// The oldest one gives way; the caller fills it in.
    Thumbnail& push() { return slot(count_++); }

    /// Frames seen in all; the newest has index count() - 1.
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::int64_t oldest() const {
        const auto capacity = static_cast<std::int64_t>(ring_.size());
        return count_ > capacity ? count_ - capacity : 0;
    }
    [[nodiscard]] const Thumbnail& operator[](std::int64_t frame) const {
        assert(oldest() <= frame && frame < count_);
        return ring_[static_cast<std::size_t>(frame) % ring_.size()];
    }

private:
    Thumbnail& slot(std::int64_t frame) { return ring_[static_cast<std::size_t>(frame) % ring_.size()]; }

    std::vector<Thumbnail> ring_;
    std::int64_t count_ = 0;
};

}  // namespace beatsync::footage
