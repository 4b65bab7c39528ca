#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "music/onset_features.h"

namespace beatsync::music {

/// How alike the rhythm of a beat is to that of the beat one to four later: mean correlation, −1 to 1.
/// Music repeats itself after a bar or less (0.5 and more on every song tried), noise and talk do not (0.3
/// and less), whatever beats are laid over them.
class Repetition {
public:
    Repetition() = default;
    Repetition(std::span<const int> frames, const OnsetFeatures& features);

    [[nodiscard]] double after(std::size_t beats) const { return after_[beats - 1]; }
    /// The largest.
    [[nodiscard]] double strongest() const;
    /// Positive where bars of three repeat better than bars of two and four.
    [[nodiscard]] double triple_over_duple() const;

private:
    std::array<double, 4> after_{};
};

}  // namespace beatsync::music
