#pragma once

#include <filesystem>
#include <vector>

#include "core/error.h"
#include "evaluate/shot_metrics.h"

namespace beatsync::cli {

/// Reads what is known of a video from the files beside NAME.cuts; one entry a line, columns apart by spaces
/// or tabs, more columns than needed are passed over:
///   NAME.cuts         first frame of a shot that begins at a hard cut
///   NAME.transitions  first and last frame, kind: two boundaries are right where it begins with "fade"
///   NAME.ignore       first and last frame of what is not judged
///   NAME.pts          seconds at which a frame is shown, a line a frame in any order
/// Frames count from 0. All but NAME.cuts may be missing; without NAME.pts, frame_times are empty.
/// Errc::input names file and line.
[[nodiscard]] Result<evaluate::ShotTruth> read_shot_truth(const std::filesystem::path& cuts);

/// Seconds since the first frame, the first column of each line. Errc::input.
[[nodiscard]] Result<std::vector<double>> read_boundaries(const std::filesystem::path& file);

}  // namespace beatsync::cli
