#pragma once

#include <span>
#include <string>
#include <vector>

#include "draft/draft.h"
#include "music/music_map.h"
#include "plan/bars.h"
#include "plan/cadence.h"
#include "plan/clip_pool.h"
#include "plan/effect_options.h"
#include "plan/picker.h"

namespace beatsync::plan {

/// What effects are made for; one place and one drive a beat, one piece a picture.
struct EffectScene {
    const music::MusicMap& music;
    std::span<const BarPlace> places;
    std::span<const float> drive;
    Clock clock;
    std::span<const ClipPool> pools;  ///< one a clip
    std::span<const Piece> pieces;
};

struct EffectReport {
    std::vector<std::string> of_picture;  ///< one a picture: "punch on beat 12, …"; empty = none
    std::vector<std::string> notes;       ///< what could not be, a sentence each
};

/// Whether pictures are cross-faded: then each is on screen before its in-point.
[[nodiscard]] bool cross_fades(const EffectOptions& options);

/// Adds the effects that were asked for to the pictures of a plan, in this order:
/// - freeze: from the last beat on that leaves at least half a beat, the last picture stands;
/// - ramps: a motion peak of the clip lands on a beat inside the slot, to the frame; never two pictures in
///   a row; only footage of the same shot that is shown nowhere else, for which the picture may begin at
///   another place, unless it is pinned;
/// - transitions at every cut, centred on its beat: at most half as long as the shorter picture beside it; a
///   fade is shorter, or stays a cut, where the shot has no footage for it;
/// - punches on the downbeats where the music drives, flashes on those that open a section or four bars.
/// Flashes and dips stay so far apart that there are at most three in any second (WCAG 2.1, 2.3.1). Locked
/// pictures are left as they are.
[[nodiscard]] EffectReport add_effects(const EffectOptions& options, const EffectScene& scene,
                                       std::vector<draft::Segment>& pictures);

}  // namespace beatsync::plan
