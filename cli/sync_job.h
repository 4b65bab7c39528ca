#pragma once

#include "cli/render_job.h"
#include "cli/verb.h"
#include "pipeline/sync.h"

namespace beatsync::cli {

/// Says what a plan made of the clips: a line for each that was left out. Whether any was.
bool report_left_out(Console& console, const pipeline::PlannedVideo& planned);

/// What `sync` and `demo` do once they know what to do: the whole job, and its result.
Result<Outcome> run_sync(const Session& session, pipeline::SyncRequest request, const PlaceArguments& place);

/// Errc::usage when the name says that it is to be another format than MP4.
Result<void> check_video_name(const std::filesystem::path& output);

/// "out.mp4: 0:30.000, 1080x1920 at 30 fps"
[[nodiscard]] std::string video_line(const std::filesystem::path& output, const draft::Draft& draft);
/// The same of what was rendered, which of draft quality is smaller.
[[nodiscard]] std::string video_line(const std::filesystem::path& output, draft::Draft draft,
                                     const Rendered& rendered);

}  // namespace beatsync::cli
