#pragma once

#include <optional>

#include "core/time.h"

namespace beatsync::media {

/// Mends the times of frames that come in the order of display: every frame gets one, each later than the
/// one before.
class FrameClock {
public:
    /// `nominal`: the time from a frame to the next where nothing better is known; > 0.
    explicit FrameClock(Time nominal) : nominal_(nominal) {}

    /// The time of the next frame, declared to be at `stamp`.
    [[nodiscard]] Time next(std::optional<Time> stamp);

    /// How far the last stamp was behind the time at which its frame was due, had the frames since the last
    /// sound one gone on at the nominal rate; 0 where nothing had to be mended or there was no stamp.
    [[nodiscard]] Time behind() const { return behind_; }

    /// What comes next does not follow what came last.
    void reset() { last_.reset(); }

private:
    Time nominal_;
    std::optional<Time> last_;
    Time step_;  // half of what the last mending added
    Time due_;   // when the last one was due
    Time behind_;
};

}  // namespace beatsync::media
