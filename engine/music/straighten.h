#pragma once

#include <vector>

namespace beatsync::music {

/// The beats of a song in one tempo throughout: evenly spaced, at the period and phase that the beats found,
/// on and off, agree on. A decoder may slip by half a beat and go on; a sequencer or a drummer with a click
/// does not. Empty where they agree on none, as in songs whose tempo changes.
[[nodiscard]] std::vector<int> straightened(const std::vector<int>& frames);

}  // namespace beatsync::music
