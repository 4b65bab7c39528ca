#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/error.h"

// Beats as lines of text, whoever wrote them: what read_beats and read_annotation have in common.
namespace beatsync::interchange {

struct BeatLine {
    double seconds = 0;         ///< to the last digit that was written
    std::uint8_t position = 0;  ///< in the bar; 1 = downbeat, 0 = not known
    float strength = 1;
};

/// The text without its byte order mark. Errc::input when it holds a zero byte: no text, or UTF-16.
[[nodiscard]] Result<std::string_view> plain_text(std::string_view text);

/// The beats of plain text in the order of its lines: .beats, bare seconds, CSV and TSV with or without a
/// header, Audacity labels. `earliest`: the first second that a beat may be at. Errc::input names the line
/// that is wrong.
[[nodiscard]] Result<std::vector<BeatLine>> parse_beat_lines(std::string_view text, double earliest);

}  // namespace beatsync::interchange
