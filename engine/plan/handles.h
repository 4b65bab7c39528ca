#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/time.h"
#include "draft/draft.h"
#include "plan/clip_pool.h"
#include "plan/picker.h"

namespace beatsync::plan {

/// How much footage a picture could show beyond what it shows: inside its shot, and free of flaws. One source
/// frame is kept from either end, as in a ClipPool; a still has as much as one likes.
class Handles {
public:
    Handles(std::span<const ClipPool> pools, std::span<const Piece> pieces, Rate fps)
        : pools_(pools), pieces_(pieces), fps_(fps) {}

    /// Of segment `i`, before its first picture and after its last. Not negative.
    [[nodiscard]] Time before(const draft::Segment& segment, std::size_t i) const;
    [[nodiscard]] Time after(const draft::Segment& segment, std::size_t i) const;
    /// All of the stretch around segment `i` that no other segment shows.
    [[nodiscard]] TimeRange unseen(std::span<const draft::Segment> segments, std::size_t i) const;

    /// What of its source a segment shows between its first and its last frame's end.
    [[nodiscard]] TimeRange shown(const draft::Segment& segment) const;

private:
    [[nodiscard]] TimeRange room(const draft::Segment& segment, std::size_t i) const;

    std::span<const ClipPool> pools_;
    std::span<const Piece> pieces_;
    Rate fps_;
};

}  // namespace beatsync::plan
