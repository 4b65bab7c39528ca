#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.h"
#include "evaluate/beat_metrics.h"
#include "interchange/annotation.h"

namespace beatsync::cli {

struct BeatsFile {
    evaluate::Beats beats;
    std::vector<std::string> remarks;  ///< Annotation's
};

[[nodiscard]] BeatsFile to_beats_file(interchange::Annotation annotation);

/// Reads beats, and the tempo from NAME.bpm beside them where there is one: NAME is `name`. Errc::input names
/// the file and the line.
[[nodiscard]] Result<BeatsFile> read_beats_file(const std::filesystem::path& file, std::string_view name);

}  // namespace beatsync::cli
