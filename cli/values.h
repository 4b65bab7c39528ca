#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/time.h"
#include "music/grid_edit.h"
#include "pipeline/platform.h"
#include "pipeline/sync.h"
#include "plan/planner.h"

// The values of options as people write them. Errc::usage says what is wrong and what would be right.
namespace beatsync::cli {

template <class T>
using Choices = std::initializer_list<std::pair<std::string_view, T>>;

/// One of a few words.
template <class T>
[[nodiscard]] Result<T> parse_choice(std::string_view option, const std::string& text, Choices<T> choices) {
    std::string known;
    for (const auto& [word, value] : choices) {
        if (text == word) return value;
        known += fmt::format("{}{}", known.empty() ? "" : ", ", word);
    }
    return fail(Errc::usage, fmt::format("{}: '{}' is not one of its values", option, text), known);
}

/// A length in the rule's terms: "30s", "1:00" → fixed; "song"; "clips".
struct Duration {
    plan::LengthRule rule = plan::LengthRule::fixed;
    std::optional<Time> length;
};
[[nodiscard]] Result<Duration> parse_duration(const std::string& text);

/// "auto" → none.
[[nodiscard]] Result<std::optional<Time>> parse_start(const std::string& text);

struct PaceChoice {
    plan::Pace pace = plan::Pace::automatic;
    int beats = 0;
};
/// "auto", "slow", "medium", "fast", or beats a cut, 1 to 64.
[[nodiscard]] Result<PaceChoice> parse_pace(const std::string& text);

struct PaceChoices {
    PaceChoice pace;
    std::vector<plan::PartPace> parts;
};
/// One pace and paces for parts of the song, with commas between: "fast", "verse=slow", "medium,drop=1".
[[nodiscard]] Result<PaceChoices> parse_paces(const std::string& text);

/// "source" → none.
[[nodiscard]] Result<std::optional<Rate>> parse_fps(const std::string& text);

/// "35%", "0.35", "-9dB" → dB; at most 200 %. "0%" is silence.
[[nodiscard]] Result<double> parse_volume(const std::string& text);

/// "-14", "-16.5" LUFS, −40 to −5; "off" → none.
[[nodiscard]] Result<std::optional<double>> parse_loudness(const std::string& text);

/// CLIP@TIME=BEAT, the beat counted from 1 as `beats` prints it.
[[nodiscard]] Result<pipeline::PinRequest> parse_pin(const std::string& text);

/// CLIP=N, the clip as a name or pattern, N from 0 to 100.
[[nodiscard]] Result<pipeline::WeightRequest> parse_weight(const std::string& text);

/// How far beats are moved: by time or by beats, the other is 0.
struct Shift {
    Time time{};
    double beats = 0;
};
/// "20", "-15ms", "0.1s"; "-1b", "0.5b", "2 beats". At most a minute or 64 beats.
[[nodiscard]] Result<Shift> parse_shift(const std::string& text);

/// One of platform_names(); "" → null.
[[nodiscard]] Result<const pipeline::Platform*> parse_platform(const std::string& text);

/// CLIP@FROM-TO.
[[nodiscard]] Result<pipeline::AvoidRequest> parse_avoid(const std::string& text);

/// "1/2", "2".
[[nodiscard]] Result<std::pair<int, int>> parse_tempo_scale(const std::string& text);

}  // namespace beatsync::cli
