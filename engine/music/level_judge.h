#pragma once

#include <array>
#include <span>
#include <vector>

#include "music/harmony.h"
#include "music/onset_features.h"

namespace beatsync::music {

/// How well beats fit what people tap: by tempo, kicks and snares on them rather than between them, bass and
/// harmony that change with them. What the spectrum alone says, beside what a network has learned.
class LevelJudge {
public:
    /// `activation`: as of beat_activation(). All must outlive the judge.
    LevelJudge(const OnsetFeatures& features, std::span<const float> activation,
               std::span<const HarmonyFrame> harmony);

    /// Log-odds that people tap beats at these frames, at least three, up to what all beats of a song share.
    [[nodiscard]] double log_odds(std::span<const int> frames) const;
    /// Mean activation at the frames.
    [[nodiscard]] double mean_activation(std::span<const int> frames) const;

private:
    [[nodiscard]] double at(OnsetBand band, std::span<const int> frames, double phase) const;
    [[nodiscard]] double mean_change(std::span<const int> frames, double phase) const;
    [[nodiscard]] double on_over_off(OnsetBand band, std::span<const int> frames) const;
    [[nodiscard]] double bass_on_over_off(std::span<const int> frames) const;

    const OnsetFeatures& features_;
    std::span<const float> activation_;
    std::span<const HarmonyFrame> harmony_;
    std::array<double, kOnsetBands> mean_{};
};

}  // namespace beatsync::music
