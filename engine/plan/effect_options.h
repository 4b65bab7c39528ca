#pragma once

#include <cstdint>
#include <optional>

#include "draft/draft.h"

namespace beatsync::plan {

enum class Style : std::uint8_t {
    clean,   ///< nothing but cuts
    punchy,  ///< punches, flashes, speed ramps, the last picture frozen
    smooth,  ///< cross-fades and gentle speed ramps
};

/// What a plan has besides cuts. What is not said is as the style has it.
struct EffectOptions {
    Style style = Style::clean;
    std::optional<draft::TransitionKind> transition;
    std::optional<double> transition_beats;  ///< how long; default one beat
    std::optional<bool> punch;
    std::optional<bool> flash;
    std::optional<bool> ramp;
    std::optional<bool> freeze_end;
};

}  // namespace beatsync::plan
