#pragma once

#include <cstdint>
#include <string_view>

#include "evaluate/beat_metrics.h"

namespace beatsync::evaluate {

/// What is wrong with the beats of a recording as a whole.
enum class ErrorCase : std::uint8_t {
    none,      ///< nothing: they are the annotated ones
    twice,     ///< they would be right if the song were tapped twice as fast
    half,      ///< … or half as fast, from the first or the second beat
    off_beat,  ///< … or midway between the beats
    triple,    ///< … or three times, or a third as fast
    other,     ///< none of these explains them
    no_beats,  ///< there are none
};
inline constexpr std::size_t kErrorCases = 7;

/// "none", "double", "half", "off-beat", "triple", "other", "no beats".
[[nodiscard]] std::string_view error_case_name(ErrorCase error);

/// The F-measure from which on a way of tapping explains the beats found. Twice or half as many beats as
/// there are give no more than 2/3, so that these are never taken for right.
inline constexpr double kExplains = 0.8;

/// The way of tapping along to `reference` that the estimate fits best, by F-measure, if it fits it at all;
/// the annotated one in a tie.
[[nodiscard]] ErrorCase classify(Seconds reference, Seconds estimated);

}  // namespace beatsync::evaluate
