#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "interchange/beat_lines.h"

namespace beatsync::interchange {

struct JamsBeats {
    std::vector<BeatLine> beats;
    std::optional<double> tempo_bpm;
};

/// See read_annotation. `text` has no byte order mark. Errc::input when it is no JAMS, or has no annotation
/// of beats.
[[nodiscard]] Result<JamsBeats> read_jams(std::string_view text);

}  // namespace beatsync::interchange
