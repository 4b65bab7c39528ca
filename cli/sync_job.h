#pragma once

#include "cli/render_job.h"
#include "cli/verb.h"
#include "pipeline/sync.h"

namespace beatsync::cli {

/// Says what a plan made of the clips: a line for each that was left out. Whether any was.
bool report_left_out(Console& console, const pipeline::PlannedVideo& planned);

/// What `sync` and `demo` do once they know what to do: the whole job, and its result.
Result<Outcome> run_sync(const Session& session, pipeline::SyncRequest request, const PlaceArguments& place,
                         const std::string& platform = "");

/// Errc::usage when the name says that it is to be another format than MP4 or MOV.
Result<void> check_video_name(const std::filesystem::path& output);

/// Errc::usage when a file of this name can't hold what the encoder writes.
Result<void> check_container_of(const std::filesystem::path& output, const render::RenderOptions& options);

/// Says what a platform ("" = none) takes otherwise than the draft as it will be rendered. Errc::usage when
/// it takes no video of that length.
Result<void> check_platform(const std::string& platform, const draft::Draft& draft,
                            const render::RenderOptions& options, Console& console);
/// Says what of the finished file is beyond the platform's limits; whether any is.
bool report_platform(const std::string& platform, const std::filesystem::path& output,
                     const draft::Draft& draft, Console& console);

/// "out.mp4: 0:30.000, 1080x1920 at 30 fps"
[[nodiscard]] std::string video_line(const std::filesystem::path& output, const draft::Draft& draft);
/// The same of what was rendered, which of draft quality is smaller.
[[nodiscard]] std::string video_line(const std::filesystem::path& output, draft::Draft draft,
                                     const Rendered& rendered);

}  // namespace beatsync::cli
