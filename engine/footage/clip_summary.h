#pragma once

#include <span>
#include <vector>

#include "footage/clip_map.h"
#include "footage/cut_detector.h"
#include "footage/frame_measures.h"
#include "footage/transition_detector.h"

namespace beatsync::footage {

// From the measures of all frames to what a ClipMap holds. `end` is when the last frame ends.

/// Where a shot ends and the next one begins: the cuts that lie in no transition, and the transitions'
/// middles. Where one begins in black or blank frames that began with the clip, or ends in such that go on to
/// its end, there is no second shot.
[[nodiscard]] std::vector<Cut> find_boundaries(std::span<const FrameMeasures> frames,
                                               std::span<const Cut> cuts,
                                               std::span<const GradualTransition> transitions);

/// Their ranges are those of the frames between.
[[nodiscard]] std::vector<Transition> make_transitions(std::span<const FrameMeasures> frames,
                                                       std::span<const GradualTransition> transitions);

/// Tiles [0, end); empty without frames.
[[nodiscard]] std::vector<Shot> make_shots(std::span<const FrameMeasures> frames,
                                           std::span<const Cut> boundaries, Time end);

/// One a quarter of a second from 0 on; where no frame begins in it, that of the frame then shown. At least
/// one, if there is a frame.
[[nodiscard]] std::vector<Moment> make_moments(std::span<const FrameMeasures> frames, Time end);

/// In order of time; those of different kinds may overlap.
[[nodiscard]] std::vector<Flaw> find_flaws(std::span<const FrameMeasures> frames, Time end);

/// Peaks of motion that stand out from the half second around them, shot by shot, to the frame. Davis and
/// Agrawala ("Visual rhythm and beat", 2018) take the greatest deceleration of the flow; where something hits
/// or stops that is the frame after the fastest, and where it sways there is no such moment but there is a
/// fastest.
[[nodiscard]] std::vector<VisualBeat> find_visual_beats(std::span<const FrameMeasures> frames,
                                                        std::span<const Cut> cuts);

}  // namespace beatsync::footage
