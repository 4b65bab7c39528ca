#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

// Beats that somebody annotated, or that another program found, to measure by: to the last digit, not to the
// microsecond.
namespace beatsync::interchange {

struct Annotation {
    std::vector<double> times;         ///< seconds, strictly increasing; perhaps none
    std::vector<double> downbeats;     ///< those of the times; none where bars are not known
    std::optional<double> tempo_bpm;   ///< where the file says one
    std::vector<std::string> remarks;  ///< what was mended: times put in order, doubled ones dropped
};

/// Bounds, so that hostile input stays bounded. A JAMS file may hold much besides beats.
inline constexpr std::size_t kMaxAnnotationBytes = 64U << 20U;

/// Text as read_beats takes it (.beats, bare seconds, CSV, TSV, Audacity labels), or JAMS (Humphrey et al.,
/// "JAMS: a JSON annotated music specification", ISMIR 2014) by its first character: its first annotation in
/// the namespace beat_position, else the first in beat; the tempo in which it has most confidence. Times may
/// be before 0, as some annotators left them. A file without beats is not an error. Errc::input names the
/// line, or the annotation and the beat, that is wrong.
[[nodiscard]] Result<Annotation> read_annotation(std::string_view text);

/// The contents of a .bpm file: beats a minute, whatever follows it. Errc::input when that is no tempo.
[[nodiscard]] Result<double> read_tempo(std::string_view text);

/// Whether a file of this name may hold beats: .beats, .beat, .jams, .lab, .txt, .csv, .tsv, in any case.
[[nodiscard]] bool may_hold_beats(std::string_view file_name);

/// The same, where nothing else bears that ending: .beats, .beat, .jams.
[[nodiscard]] bool surely_holds_beats(std::string_view file_name);

}  // namespace beatsync::interchange
